import { describe, expect, it } from "vitest";
import { failure } from "../../src-shared/failure";
import { failureActions, keyRemovalCommand } from "./failure-actions";

const warning = [
  "@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @",
  "Add correct host key in /home/ada/.ssh/known_hosts to get rid of this message.",
  "Offending ED25519 key in /home/ada/my hosts:3",
  "Host key for [127.0.0.1]:2222 has changed and you have requested strict checking.",
  "Host key verification failed.",
];

describe("failureActions", () => {
  it("offers the command for a changed key before another attempt", () => {
    const changed = failure("host_key_changed", "Changed.", { lines: warning });
    expect(failureActions(changed, true)).toEqual(["copy_key_removal", "retry", "show_log"]);
  });
  it("leaves out what cannot be done", () => {
    const changed = failure("host_key_changed", "Changed.");
    expect(failureActions(changed, false)).toEqual(["retry"]);
  });
  it("sends who has no Python to the setting that names one", () => {
    expect(failureActions(failure("no_python", "None."), false)[0]).toBe("choose_python");
  });
});

describe("keyRemovalCommand", () => {
  it("quotes what a shell would take apart", () => {
    expect(keyRemovalCommand(warning)).toBe(
      "ssh-keygen -R '[127.0.0.1]:2222' -f '/home/ada/my hosts'",
    );
  });
});
