import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ContainerClient } from "../../src-shared/ipc";
import { failureOf } from "../testing/failure-of";
import { processesWith } from "../testing/processes";
import { shellWords } from "../transport/shell-words";
import { findContainerClients, listContainers } from "./containers";

// No engine can be had on every machine that runs tests. Small programs stand in for the clients,
// and print what docker 24, podman 4 and kubectl 1.28 do.

let folder: string;
const path = process.env.PATH;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rmote-containers-"));
  process.env.PATH = `${folder}:${path}`;
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true });
});

function client(name: ContainerClient, script: string): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\necho "$*" >> ${folder}/arguments\n${script}\n`);
  chmodSync(file, 0o755);
}
const print = (text: string) => `cat <<'END'\n${text}\nEND`;
const given = () => readFileSync(join(folder, "arguments"), "utf8").trimEnd().split("\n");

describe("the clients of containers", () => {
  it("are found on PATH and not started", async () => {
    expect(await findContainerClients(folder)).toEqual([]);
    client("kubectl", "exit 1");
    client("docker", "exit 1");
    writeFileSync(join(folder, "podman"), "may not be executed");
    expect(await findContainerClients(`/no/such:${folder}`)).toEqual(["docker", "kubectl"]);
    expect(() => given()).toThrow("ENOENT");
  });

  it("docker: one object a line", async () => {
    client(
      "docker",
      print(
        [
          '{"Command":"\\"/docker-entrypoint.…\\"","CreatedAt":"2024-01-16 10:21:39 +0000 UTC","ID":"c0b2f6f1e6a5","Image":"nginx:1.25","Labels":"maintainer=NGINX","LocalVolumes":"0","Mounts":"","Names":"web","Networks":"bridge","Ports":"80/tcp","RunningFor":"2 hours ago","Size":"0B","State":"running","Status":"Up 2 hours"}',
          '{"Command":"\\"docker-entrypoint.s…\\"","ID":"9b0d1c2e3f40","Image":"postgres:16","Names":"db,other/db","State":"running"}',
        ].join("\n"),
      ),
    );
    expect(await listContainers("docker")).toEqual([
      { name: "web", detail: "nginx:1.25", command: "docker exec -i web" },
      { name: "db", detail: "postgres:16", command: "docker exec -i db" },
    ]);
    expect(given()).toEqual(["ps --format {{json .}}"]);
    client("docker", "");
    expect(await listContainers("docker")).toEqual([]);
  });

  it("podman: one list", async () => {
    client(
      "podman",
      print(
        '[\n  {\n    "AutoRemove": false,\n    "Id": "4d5f",\n    "Image": "docker.io/library/alpine:3.19",\n    "Names": [\n      "toolbox"\n    ],\n    "State": "running"\n  }\n]',
      ),
    );
    expect(await listContainers("podman")).toEqual([
      {
        name: "toolbox",
        detail: "docker.io/library/alpine:3.19",
        command: "podman exec -i toolbox",
      },
    ]);
    client("podman", print("[]"));
    expect(await listContainers("podman")).toEqual([]);
  });

  const pods = (items: [namespace: string, name: string, containers: string[]][]) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "List",
      items: items.map(([namespace, name, containers]) => ({
        metadata: { name, namespace },
        spec: { containers: containers.map((each) => ({ name: each, image: "x" })) },
      })),
    });

  it("kubectl: each container of each pod", async () => {
    client(
      "kubectl",
      print(
        pods([
          ["prod", "web-5d8", ["app", "sidecar"]],
          ["default", "it's", ["main"]],
        ]),
      ),
    );
    const containers = await listContainers("kubectl");
    expect(containers).toEqual([
      {
        name: "it's",
        detail: "default, main",
        command: "kubectl exec -i -n default 'it'\\''s' -c main --",
      },
      {
        name: "web-5d8/app",
        detail: "prod, app",
        command: "kubectl exec -i -n prod web-5d8 -c app --",
      },
      {
        name: "web-5d8/sidecar",
        detail: "prod, sidecar",
        command: "kubectl exec -i -n prod web-5d8 -c sidecar --",
      },
    ]);
    expect(shellWords(containers[0]?.command ?? "")[5]).toBe("it's");
  });

  it("kubectl: only the own namespace, where the others may not be seen", async () => {
    client(
      "kubectl",
      `case "$*" in *--all-namespaces*)
  echo 'Error from server (Forbidden): pods is forbidden: User "me" cannot list resource "pods" at the cluster scope' >&2; exit 1;; esac
${print(pods([["mine", "web", ["app"]]]))}`,
    );
    expect((await listContainers("kubectl")).map(({ name }) => name)).toEqual(["web"]);
    expect(given()).toHaveLength(2);
  });

  it("say in their own words why they list nothing", async () => {
    const words =
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?";
    client("docker", `echo '${words}' >&2; exit 1`);
    const refused = await failureOf(listContainers("docker"));
    expect(refused).toMatchObject({ code: "no_transport", lines: [words] });
    client("podman", print("<html>"));
    const odd = await failureOf(listContainers("podman"));
    expect(odd).toMatchObject({ code: "no_transport", lines: ["<html>"] });
    client("docker", print('{"Names":"a\\u001bb","Image":"x"}'));
    expect((await failureOf(listContainers("docker"))).code).toBe("no_transport");
    process.env.PATH = folder;
    rmSync(join(folder, "docker"));
    expect((await failureOf(listContainers("docker"))).code).toBe("no_transport");
  });

  it("have so much time, and are ended then", async () => {
    client("docker", "exec sleep 7531");
    const late = await failureOf(listContainers("docker", 300));
    expect(late.code).toBe("connect_timeout");
    expect(processesWith("sleep 7531")).toEqual([]);
  });
});
