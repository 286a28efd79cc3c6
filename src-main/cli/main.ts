import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { failure, toFailure } from "../../src-shared/failure";
import { noSecretStore } from "../questions/secret-store";
import { createServices } from "../services";
import { type CallFlags, callCommand } from "./call-command";
import { ExitStatus } from "./exit-status";
import { hostsCommand } from "./hosts-command";
import { printFailure } from "./print";
import { type RenderFlags, renderCommand } from "./render-command";
import { type RunFlags, runCommand } from "./run-command";
import { collectSshOption } from "./ssh-options";
import { type TransferFlags, transferCommand } from "./transfer-command";
import { type TypesFlags, typesCommand } from "./types-command";

declare const __APP_VERSION__: string;

const agentFolder = join(import.meta.dirname, "..", "agent");

const hosts = "local, a name of the list, or [user@]host[:port]; a label with --command";

/** The options that say how a host is reached. */
function withConnection(command: Command): Command {
  return command
    .option("--connect-timeout <seconds>", "give connecting up after this time; 30 by default")
    .option("--transport <name>", "ssh or local; by default what the host is reached by")
    .addOption(
      new Option(
        "--command <prefix>",
        "reach the target by this command instead, which the Python's is put behind: 'docker exec -i web'",
      ).conflicts(["transport", "identity", "sshOption"]),
    )
    .option("--identity <file>", "private key for ssh")
    .option("--python <path>", "the target's Python; by default the first there is")
    .option(
      "--ssh-option <option>",
      "argument for ssh, may be repeated: Port=2222 or -C",
      collectSshOption,
      [],
    );
}

function createProgram(): Command {
  const program = new Command("rmote-desktop")
    .description("Hosts and calls of Rmote Desktop, without its window.")
    .version(__APP_VERSION__)
    .exitOverride()
    .showHelpAfterError("Run rmote-desktop --help for what there is.");
  program
    .command("hosts")
    .description("list the hosts: this machine, those of your ssh configuration, those you added")
    .option("--json", "print a JSON list")
    .action(async (flags: { json?: boolean }) => {
      process.exitCode = await hostsCommand(services(), flags.json ?? false);
    });
  withConnection(program.command("call"))
    .description("call a method of a tool on a host; what it yields is printed as it comes")
    .argument("<host>", hosts)
    .argument("<tool.method>", "such as Exec.shell or FileSystem.read_str")
    .option("--args <json>", "JSON array of positional arguments; - reads it from standard input")
    .option("--kwargs <json>", "JSON object of keyword arguments; - reads it from standard input")
    .option("--tool-file <file.py>", "Python file that the tool's class is in")
    .option("--timeout <seconds>", "give the call up after this time")
    .option("--json", "print one JSON object at the end")
    .action(async (host: string, method: string, flags: CallFlags) => {
      process.exitCode = await callCommand(services(), agentFolder, host, method, flags);
    });
  withConnection(program.command("upload"))
    .description("send a file or folder to a host; what is there already is not sent")
    .argument("<host>", hosts)
    .argument("<file>", "file or folder of this machine")
    .argument("<path>", "where it is to be on the host: the file or folder itself")
    .option("--parents", "make the folders above that are not there")
    .option("--no-resume", "begin anew, and leave nothing should it be cut off")
    .option("--json", "print one JSON object at the end")
    .action(async (host: string, from: string, to: string, flags: TransferFlags) => {
      const carry = { direction: "upload", host, from, to } as const;
      process.exitCode = await transferCommand(services(), agentFolder, carry, flags);
    });
  withConnection(program.command("download"))
    .description("fetch a file or folder from a host; what is here already is not fetched")
    .argument("<host>", hosts)
    .argument("<path>", "file or folder of the host")
    .argument("<file>", "where it is to be on this machine: the file or folder itself")
    .option("--parents", "make the folders above that are not there")
    .option("--no-resume", "begin anew, and leave nothing should it be cut off")
    .option("--json", "print one JSON object at the end")
    .action(async (host: string, from: string, to: string, flags: TransferFlags) => {
      const carry = { direction: "download", host, from, to } as const;
      process.exitCode = await transferCommand(services(), agentFolder, carry, flags);
    });
  program
    .command("run")
    .description("run a saved call on its hosts, up to 16 at a time")
    .argument("<name>", "of the call, or with the folder of its tool: web/restart")
    .option(
      "--host <host>",
      "run it there instead, may be repeated: a name, tag:prod or group:web",
      (host: string, hosts: string[]) => [...hosts, host],
      [],
    )
    .option(
      "--secrets <file>",
      "JSON object with the secrets that the call needs; - reads it from standard input",
    )
    .option("--json", "print one JSON object at the end")
    .action(async (name: string, flags: RunFlags) => {
      process.exitCode = await runCommand(services(), agentFolder, name, flags);
    });
  program
    .command("render")
    .description("render a template; standard output is the rendered text and nothing else")
    .argument("<file>", "the template, text in UTF-8")
    .option("--data <file>", "JSON or YAML with the names it knows; - reads it from standard input")
    .option(
      "--host <host>",
      "render on this host, with its Python; the template has its facts and host too",
    )
    .option(
      "--check <path>",
      "compare with this file, of the host if one is named; the difference goes to standard error, the exit status is 1",
    )
    .option("--json", "print one JSON object at the end")
    .action(async (file: string, flags: RenderFlags) => {
      process.exitCode = await renderCommand(services(), agentFolder, file, flags);
    });
  program
    .command("types")
    .description("print the tools of a Python file as a module of TypeScript, with their types")
    .argument("<file.py>", "the file that the tools are in; nothing of it is run")
    .option("--out <file.ts>", "write it to this file instead")
    .action(async (file: string, flags: TypesFlags) => {
      process.exitCode = await typesCommand(agentFolder, file, flags);
    });
  return program;
}

function services() {
  // Nobody watches: what the services tell goes nowhere here.
  const ignore = () => {};
  const secrets = noSecretStore("The command line remembers nothing.");
  return createServices(agentFolder, secrets, {
    hostsChanged: ignore,
    sessionChanged: ignore,
    questionsChanged: ignore,
    settingsChanged: ignore,
    libraryChanged: ignore,
    logRecords: ignore,
    applyProgress: ignore,
    transfersChanged: ignore,
  });
}

/** `--option -value` as one word: an argument for ssh begins with a dash. */
function joinDashed(argv: string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    const next = argv[i + 1];
    if (word === "--ssh-option" && next !== undefined) {
      joined.push(`${word}=${next}`);
      i += 1;
    } else {
      joined.push(word);
    }
  }
  return joined;
}

const asJson = process.argv.includes("--json");
// Whoever reads may stop reading (`| head`): that is no error of ours.
process.stdout.on("error", () => process.exit(ExitStatus.OK));

try {
  await createProgram().parseAsync(joinDashed(process.argv.slice(2)), { from: "user" });
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed it; help and version are no errors.
    process.exitCode = error.exitCode === 0 ? ExitStatus.OK : ExitStatus.USAGE;
    if (error.exitCode !== 0 && asJson) printFailure(failure("bad_request", error.message), true);
  } else {
    printFailure(toFailure(error), asJson);
    process.exitCode = ExitStatus.TOOL_RAISED;
  }
}
