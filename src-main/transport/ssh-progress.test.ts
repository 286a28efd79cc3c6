import { describe, expect, it } from "vitest";
import { SshProgress } from "./ssh-progress";

function progressOf(text: string) {
  const steps: string[] = [];
  const progress = new SshProgress((step) => steps.push(step));
  const kept = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && progress.read(line));
  return { progress, steps, kept };
}

/** Of OpenSSH 9.2. */
const connecting = `
  OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026
  debug1: Reading configuration data /home/a/.ssh/config
  debug1: Connecting to web1.example.org [10.0.0.1] port 22.
  debug1: Connection established.
  debug1: identity file /home/a/.ssh/id type 3
  debug1: Authenticating to web1.example.org:22 as 'deploy'
  debug1: Server host key: ssh-ed25519 SHA256:y9CvaY4AMxS7esZMrQEaKCV3T5cuebKM0Y/z++U2VRk
  debug1: Found key in /home/a/.ssh/known_hosts:12`;
const keys = `
  debug1: Authentications that can continue: publickey,password
  debug1: Next authentication method: publickey
  debug1: Offering public key: a comment RSA SHA256:Xk9L5+QPe3+7h7jPtgEPY9ad+L3remUwv4m7xQHqqdk agent
  debug1: Offering public key: /home/a b/.ssh/id_ed25519 ED25519 SHA256:KxbRzxYouT+CgThrK2H3Ca6Y8cjnrxt7YnxzF175xzo explicit`;
const started = `
  Authenticated to web1.example.org ([10.0.0.1]:22) using "publickey".
  debug1: Sending command: exec sh -c 'for p in python3'
  debug1: pledge: fork`;

describe("what ssh -v says", () => {
  it("gives the steps, and is kept out of ssh's own words", () => {
    const words = "\nWarning: Permanently added 'web1' (ED25519) to the list of known hosts.";
    const { steps, kept } = progressOf(
      `${connecting}${words}${keys}${started}\nBytes per second: sent 1.0, received 2.0\ndebug9: not ssh's`,
    );
    expect(steps).toEqual(["connecting", "authenticating", "starting_agent"]);
    expect(kept).toEqual([words.trim(), "debug9: not ssh's"]);
  });

  it("gives what was tried, and with what", () => {
    const { progress } = progressOf(
      `${connecting}${keys}\ndebug1: Next authentication method: password`,
    );
    expect(progress.hop).toMatchObject({
      name: null,
      place: "10.0.0.1 port 22",
      user: "deploy",
      host: "web1.example.org",
      method: "password",
      tried: ["agent", "id_ed25519", "password"],
      methods: ["publickey", "password"],
      known: "/home/a/.ssh/known_hosts:12",
      hostKey: { keyType: "ssh-ed25519" },
    });
  });

  it("follows jump hosts inwards and out again", () => {
    const hop = (host: string) =>
      `\ndebug1: Authenticating to ${host}:22 as 'a'\nAuthenticated to ${host} (via proxy) using "publickey".`;
    const outer = `
      debug1: Setting implicit ProxyCommand from ProxyJump: ssh -J one -v -W '[%h]:%p' two
      debug1: Executing proxy command: exec ssh -J one -v -W '[web1]:22' two
      debug1: Setting implicit ProxyCommand from ProxyJump: ssh -l a -p 2 -v -W '[%h]:%p' one
      debug1: Connecting to one [10.0.0.2] port 2.`;
    const names = [outer, hop("one"), hop("two"), hop("web1")].map(
      (_, at, all) => progressOf(all.slice(0, at + 1).join("")).progress.hop.name,
    );
    expect(names).toEqual(["one", "two", null, null]);
    const { steps } = progressOf([outer, hop("one"), hop("two"), hop("web1")].join(""));
    expect(steps).toEqual(["connecting", "authenticating", "starting_agent"]);
  });

  it("knows a connection that is shared", () => {
    const { steps } = progressOf(`
      debug1: auto-mux: Trying existing master
      debug1: mux_client_request_session: master session id: 2`);
    expect(steps).toEqual(["starting_agent"]);
  });

  it("knows a key that is there for one command", () => {
    const remote = "\ndebug1: Remote: /home/a/.ssh/authorized_keys:1: key options:";
    expect(progressOf(`${started}${remote} agent-forwarding pty`).progress.isForced).toBe(false);
    expect(progressOf(`${started}${remote} agent-forwarding command pty`).progress.isForced).toBe(
      true,
    );
  });
});
