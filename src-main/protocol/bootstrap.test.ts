import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FailureError } from "../../src-shared/failure";
import { agent } from "../testing/agent";
import { bootstrapPacker, shellCommand } from "./bootstrap";

/** What a shell's command writes until the agent has said hello, or it ended. */
async function outputOf(shell: string, command: string, input: Buffer): Promise<string> {
  const child = spawn(shell, ["-c", command], { stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.on("error", () => {});
  child.stdin.write(input);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("latin1");
    if (output.includes("agent_version")) child.stdin.end();
  });
  await once(child, "close");
  return output;
}

// sh is everywhere; the others where they are installed.
const shells = ["sh", "bash", "zsh", "fish", "csh"].filter((name) => existsSync(`/bin/${name}`));

describe("the start command", () => {
  it.each(shells)(
    "starts the agent through %s, also after a python that is not there",
    async (shell) => {
      const bootstrap = bootstrapPacker(agent, true);
      const command = shellCommand(bootstrap, null);
      const answer = new RegExp(`^${bootstrap.marker}\nPROTOCOL READY\n`);
      expect(await outputOf(shell, command, bootstrap.input)).toMatch(answer);
      // The last one that is tried is the one that there is.
      const missing = command
        .replace("in python3 ", "in no-such-program ")
        .replace(" python;", " python3;");
      expect(missing).not.toBe(command);
      expect(await outputOf(shell, missing, bootstrap.input)).toMatch(answer);
      const chosen = shellCommand(bootstrap, "python3");
      expect(await outputOf(shell, chosen, bootstrap.input)).toMatch(answer);
    },
  );

  it("has nothing in stage 0 that a login shell reads", () => {
    expect(agent.stage0).not.toMatch(/[!$`"'\\\n]/);
  });

  it("costs nothing for an environment that is not there", () => {
    const { args, input } = bootstrapPacker(agent, true, {});
    expect(args).toHaveLength(5);
    expect(input).toBe(agent.payload);
  });

  it("holds variables behind the payload alone", () => {
    const { args, input } = bootstrapPacker(agent, true, { SECRET: "hunter2", B: "" });
    expect(input.subarray(agent.payload.length).toString()).toBe("SECRET=hunter2\0B=");
    expect(args.slice(2)).toEqual([String(input.length), expect.any(String), "1", "17"]);
    expect(args.join()).not.toContain("hunter2");
  });

  it("never holds the nonce in the form that the hello has to repeat", () => {
    for (let i = 0; i < 200; i++) {
      const bootstrap = bootstrapPacker(agent, true);
      const sent = shellCommand(bootstrap, null) + bootstrap.input.toString("latin1");
      expect(sent).not.toContain(bootstrap.nonce);
    }
  });

  it("refuses a path that no form carries through every shell, and quotes others", () => {
    const bootstrap = bootstrapPacker(agent, true);
    expect(shellCommand(bootstrap, "/opt/my python/bin/python3")).toMatch(
      /^exec '\/opt\/my python\/bin\/python3' -c '/,
    );
    for (const path of ["it's", "a\nb", "wow!", "back\\slash"]) {
      expect(() => shellCommand(bootstrap, path)).toThrow(FailureError);
    }
  });
});
