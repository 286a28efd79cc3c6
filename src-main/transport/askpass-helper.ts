// What ssh runs to ask (SSH_ASKPASS, ssh(1)): hands the prompt to the app over a private socket
// and prints the answer. A script of its own that the build makes one file of: only `node:` modules.
import { connect } from "node:net";
import { stdin } from "node:process";

const { RMOTE_ASKPASS_SOCKET, RMOTE_ASKPASS_TOKEN, SSH_ASKPASS_PROMPT } = process.env;
// Until the app says otherwise there is no answer: ssh takes status 1 for "cancelled".
process.exitCode = 1;
stdin.destroy();

const socket = connect(RMOTE_ASKPASS_SOCKET ?? "");
let received = "";
socket.setEncoding("utf8");
socket.on("error", () => {});
socket.on("connect", () => {
  const request = {
    token: RMOTE_ASKPASS_TOKEN ?? "",
    prompt: process.argv[2] ?? "",
    hint: SSH_ASKPASS_PROMPT ?? "",
    asker: process.ppid,
  };
  socket.write(`${JSON.stringify(request)}\n`);
});
socket.on("data", (text: string) => {
  received += text;
});
socket.on("end", () => {
  socket.end();
  if (!received.endsWith("\n")) return;
  const { answer } = JSON.parse(received) as { answer: string | null };
  if (answer === null) return;
  process.exitCode = 0;
  process.stdout.write(`${answer}\n`);
});
