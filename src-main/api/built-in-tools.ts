// The built-in tools with the types of their signatures in resources/agent/tools.
// Made by: npx vitest run src-main/api/built-in-tools.test.ts -u
import {
  type Float,
  type Int,
  type NamedTupleValue,
  type TemplateValue,
  type Value,
  builtIn,
} from "./tool-types";

export type CronJob = NamedTupleValue<{
  name: Value;
  schedule: Value;
  command: Value;
  user: Value;
  source: Value;
  env: Value;
}>;

export type Change = NamedTupleValue<{
  changed: Value;
  path: Value;
  diff: Value;
  changes: Value;
}>;

export type CommandResult = NamedTupleValue<{
  returncode: Value;
  stdout: Value;
  stderr: Value;
}>;

export type FileStat = NamedTupleValue<{
  path: Value;
  type: Value;
  size: Value;
  mode: Value;
  owner: Value;
  group: Value;
  uid: Value;
  gid: Value;
  modified: Value;
  accessed: Value;
  target: Value;
}>;

export type DiskUsage = NamedTupleValue<{
  path: Value;
  total: Value;
  used: Value;
  free: Value;
  percent: Value;
  inodes: Value;
  inodes_free: Value;
}>;

export type Write = NamedTupleValue<{
  changed: Value;
  path: Value;
  diff: Value;
  changes: Value;
  backup: Value;
  checksum: Value;
  mode: Value;
  owner: Value;
  group: Value;
}>;

export type HostNames = NamedTupleValue<{
  running: Value;
  kept: Value;
  full: Value;
}>;

export type HostnameChange = NamedTupleValue<{
  changed: Value;
  name: Value;
  diff: Value;
  changes: Value;
}>;

export type LogLevel = NamedTupleValue<{
  changed: Value;
  logger: Value;
  level: Value;
  changes: Value;
}>;

export type Interface = NamedTupleValue<{
  name: Value;
  is_up: Value;
  state: Value;
  mtu: Value;
  mac: Value;
  ipv4: Value;
  ipv6: Value;
  received: Value;
  sent: Value;
  errors: Value;
  dropped: Value;
}>;

export type Listening = NamedTupleValue<{
  protocol: Value;
  address: Value;
  port: Value;
  user: Value;
  pid: Value;
  process: Value;
}>;

export type TcpCheck = NamedTupleValue<{
  is_open: Value;
  host: Value;
  port: Value;
  address: Value;
  latency_ms: Value;
  error: Value;
}>;

export type HttpCheck = NamedTupleValue<{
  ok: Value;
  status: Value;
  url: Value;
  time_ms: Value;
  size: Value;
  certificate_expires: Value;
  certificate_days: Value;
  error: Value;
}>;

export type ProcessInfo = NamedTupleValue<{
  pid: Value;
  ppid: Value;
  user: Value;
  name: Value;
  command: Value;
  state: Value;
  started: Value;
  cpu_seconds: Value;
  cpu_percent: Value;
  memory: Value;
  threads: Value;
}>;

export type ProcessTree = NamedTupleValue<{
  pid: Value;
  name: Value;
  user: Value;
  command: Value;
  children: Value;
  hidden: Value;
}>;

export type KillResult = NamedTupleValue<{
  changed: Value;
  pid: Value;
  name: Value;
  ended: Value;
  signal: Value;
  changes: Value;
}>;

export type QuitResult = NamedTupleValue<{
  changed: Value;
  changes: Value;
}>;

export type ServiceStatus = NamedTupleValue<{
  name: Value;
  description: Value;
  load_state: Value;
  active_state: Value;
  sub_state: Value;
  enabled: Value;
  pid: Value;
  since: Value;
  result: Value;
  exit_status: Value;
  restarts: Value;
  memory: Value;
  path: Value;
  needs_reload: Value;
  can_reload: Value;
}>;

export type ServiceChange = NamedTupleValue<{
  changed: Value;
  name: Value;
  changes: Value;
  active_state: Value;
  enabled: Value;
}>;

export type JournalEntry = NamedTupleValue<{
  time: Value;
  level: Value;
  unit: Value;
  identifier: Value;
  pid: Value;
  message: Value;
}>;

export type TimerInfo = NamedTupleValue<{
  name: Value;
  description: Value;
  activates: Value;
  active_state: Value;
  result: Value;
  schedule: Value;
  next: Value;
  last: Value;
}>;

export type SysctlChange = NamedTupleValue<{
  changed: Value;
  name: Value;
  value: Value;
  path: Value;
  diff: Value;
  changes: Value;
}>;

export type UploadStart = NamedTupleValue<{
  path: Value;
  part: Value;
  offset: Value;
  is_there: Value;
  changed: Value;
}>;

export type Uploaded = NamedTupleValue<{
  changed: Value;
  path: Value;
}>;

export type FileVersion = NamedTupleValue<{
  path: Value;
  type: Value;
  size: Value;
  mode: Value;
  version: Value;
}>;

export type Downloaded = NamedTupleValue<{
  checksum: Value;
}>;

export type Entry = NamedTupleValue<{
  path: Value;
  type: Value;
  size: Value;
  mode: Value;
  target: Value;
}>;

export type UserInfo = NamedTupleValue<{
  name: Value;
  uid: Value;
  gid: Value;
  group: Value;
  groups: Value;
  home: Value;
  shell: Value;
  comment: Value;
  locked: Value;
}>;

export type UserChange = NamedTupleValue<{
  changed: Value;
  changes: Value;
}>;

/** What `Cron.list` takes, by name. */
export interface CronList {
  /** Whose crontab; your own if left out. Another's takes root. */
  user?: string | null;
  /** The jobs of /etc/crontab and /etc/cron.d too. */
  system?: boolean;
}

/** What `Cron.present` takes, by name. */
export interface CronPresent {
  /** Tells this job from others of the same table; any words. */
  name: string;
  /** Five fields such as `30 2 * * mon-fri`, or one of @reboot, @hourly, @daily, @weekly, @monthly, @yearly. Times are the target's. */
  schedule: string;
  /** What /bin/sh gets, as one line. A % of it is written as cron needs it. */
  command: string;
  /** Whose crontab; your own if left out. With `file` the user it runs as, root if left out. */
  user?: string | null;
  /** Name of a file in /etc/cron.d for it, instead of a crontab. */
  file?: string | null;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `Cron.absent` takes, by name. */
export interface CronAbsent {
  /** The name that `present` gave it. */
  name: string;
  /** Whose crontab; your own if left out. */
  user?: string | null;
  /** Name of the file in /etc/cron.d, instead of a crontab. */
  file?: string | null;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `Cron.variable` takes, by name. */
export interface CronVariable {
  /** Such as MAILTO, PATH or SHELL. */
  name: string;
  /** Its value; cron does not expand $ in it. */
  value?: string;
  /** `absent` removes each line that sets it. */
  state?: "present" | "absent";
  /** Whose crontab; your own if left out. */
  user?: string | null;
  /** Name of a file in /etc/cron.d, instead of a crontab. */
  file?: string | null;
  /** Only tell what would change. */
  check?: boolean;
}

const cronSource = builtIn("rmote.tools.cron.Cron");

/** Jobs at fixed times: those of a user, by `crontab`, and those in files of /etc/cron.d. */
export const Cron = {
  /** Return the jobs of a user, and those of the system. */
  list: cronSource.method<
    | [keywords?: CronList]
    | [user: string | null, keywords?: Omit<CronList, "user">],
    CronJob[]
  >("list"),
  /** See to it that there is a job of this name, with this schedule and command. */
  present: cronSource.method<
    | [keywords: CronPresent]
    | [name: string, keywords: Omit<CronPresent, "name">]
    | [name: string, schedule: string, keywords: Omit<CronPresent, "name" | "schedule">]
    | [name: string, schedule: string, command: string, keywords?: Omit<CronPresent, "name" | "schedule" | "command">],
    Change
  >("present"),
  /** See to it that there is no job of this name; other lines stay as they are. */
  absent: cronSource.method<
    | [keywords: CronAbsent]
    | [name: string, keywords?: Omit<CronAbsent, "name">],
    Change
  >("absent"),
  /** See to it that a variable is set for all jobs of a table, or for none. */
  variable: cronSource.method<
    | [keywords: CronVariable]
    | [name: string, keywords?: Omit<CronVariable, "name">]
    | [name: string, value: string, keywords?: Omit<CronVariable, "name" | "value">],
    Change
  >("variable"),
};

/** What `Exec.command` takes, by name. */
export interface ExecCommand {
  /** Text or bytes for its standard input, which is empty otherwise. */
  input?: string | Uint8Array | null;
  /** Folder to run it in. */
  cwd?: string | null;
  /** Environment variables to set beside those that the session has. */
  env?: ReadonlyMap<string, string> | null;
  /** Seconds until it is killed and TimeoutExpired is raised; None for no limit. */
  timeout?: Float | null;
  /** Raise CalledProcessError for an exit status other than 0. */
  check?: boolean;
  /** Return stdout and stderr; they are thrown away otherwise. */
  capture_output?: boolean;
  /** Return them as text (UTF-8, other bytes escaped) instead of bytes. */
  text?: boolean;
}

/** What `Exec.shell` takes, by name. */
export interface ExecShell {
  /** What the shell is given: pipes, variables and several lines as in a file. */
  script: string;
  /** Text or bytes for its standard input, which is empty otherwise. */
  input?: string | Uint8Array | null;
  /** Folder to run it in. */
  cwd?: string | null;
  /** Environment variables to set beside those that the session has. */
  env?: ReadonlyMap<string, string> | null;
  /** Seconds until it and all it started is killed and TimeoutExpired is raised; None for no limit. */
  timeout?: Float | null;
  /** Raise CalledProcessError for an exit status other than 0. */
  check?: boolean;
  /** Return stdout and stderr; they are thrown away otherwise. */
  capture_output?: boolean;
  /** Return them as text (UTF-8, other bytes escaped) instead of bytes. */
  text?: boolean;
}

/** What `Exec.lines` takes, by name. */
export interface ExecLines {
  /** What the shell is given: pipes, variables and several lines as in a file. */
  script: string;
  /** Text or bytes for its standard input, which is empty otherwise. */
  input?: string | Uint8Array | null;
  /** Folder to run it in. */
  cwd?: string | null;
  /** Environment variables to set beside those that the session has. */
  env?: ReadonlyMap<string, string> | null;
  /** Seconds until it and all it started is killed and TimeoutExpired is raised; None for no limit. */
  timeout?: Float | null;
  /** Raise CalledProcessError at its end for an exit status other than 0. */
  check?: boolean;
}

const execSource = builtIn("rmote.tools.exec.Exec");

/** Run programs and shell scripts. Their output is returned or yielded; nothing of them reads a terminal. */
export const Exec = {
  /** Run one program with its arguments, without a shell. */
  command: execSource.method<
    | [...argv: string[]]
    | [...argv: string[], keywords: ExecCommand],
    CommandResult
  >("command"),
  /** Run a script with /bin/sh. */
  shell: execSource.method<
    | [keywords: ExecShell]
    | [script: string, keywords?: Omit<ExecShell, "script">],
    CommandResult
  >("shell"),
  /** Run a script with /bin/sh and yield its output line by line as it comes. */
  lines: execSource.stream<
    | [keywords: ExecLines]
    | [script: string, keywords?: Omit<ExecLines, "script">],
    string,
    null
  >("lines"),
};

/** What `Facts.gather` takes, by name. */
export interface FactsGather {
  /** Which ones; all if left out. */
  parts?: readonly ("os" | "kernel" | "uptime" | "cpu" | "memory" | "disks" | "addresses" | "python" | "package_manager" | "virtualisation" | "users" | "hostname" | "timezone")[] | null;
  /** Seconds that each part has. */
  timeout?: Float;
}

const factsSource = builtIn("rmote.tools.facts.Facts");

/** Tell what a target is. Nothing is changed, and nothing is sent to anybody else. */
export const Facts = {
  /** Gather what there is to know, all parts side by side. */
  gather: factsSource.method<
    | [keywords?: FactsGather]
    | [parts: readonly ("os" | "kernel" | "uptime" | "cpu" | "memory" | "disks" | "addresses" | "python" | "package_manager" | "virtualisation" | "users" | "hostname" | "timezone")[] | null, keywords?: Omit<FactsGather, "parts">]
    | [parts: readonly ("os" | "kernel" | "uptime" | "cpu" | "memory" | "disks" | "addresses" | "python" | "package_manager" | "virtualisation" | "users" | "hostname" | "timezone")[] | null, timeout: Float],
    Map<string, Value>
  >("gather"),
};

/** What `FileSystem.read_str` takes, by name. */
export interface FileSystemReadStr {
  /** File to read. */
  path: string;
  /** Name of the text encoding. */
  encoding?: string;
  /** What to do with bytes that are not of that encoding. */
  errors?: "strict" | "replace" | "ignore" | "surrogateescape";
}

/** What `FileSystem.read_bytes` takes, by name. */
export interface FileSystemReadBytes {
  /** File to read. */
  path: string;
  /** Bytes to skip from the start; a negative number counts from the end. */
  offset?: Int;
  /** Bytes to return at the most; None for all. */
  limit?: Int | null;
}

/** What `FileSystem.glob` takes, by name. */
export interface FileSystemGlob {
  /** Folder to search. */
  path: string;
  /** Pattern relative to it, hidden files included; `**` stands for any number of folders, and does not go through symbolic links. */
  pattern?: string;
}

/** What `FileSystem.stat` takes, by name. */
export interface FileSystemStat {
  /** What to look at. */
  path: string;
  /** Look at what a symbolic link leads to, instead of the link. */
  follow?: boolean;
}

/** What `FileSystem.list` takes, by name. */
export interface FileSystemList {
  /** Folder to list. */
  path: string;
  /** List names that begin with a dot too. */
  hidden?: boolean;
}

/** What `FileSystem.exists` takes, by name. */
export interface FileSystemExists {
  /** What to look for. */
  path: string;
  /** Look for what a symbolic link leads to, instead of the link. */
  follow?: boolean;
}

/** What `FileSystem.checksum` takes, by name. */
export interface FileSystemChecksum {
  /** File to read; it may be of any size. */
  path: string;
  /** How to compute it. md5 and sha1 find accidents, not attacks. */
  algorithm?: "sha256" | "sha512" | "sha1" | "md5" | "blake2b";
}

/** What `FileSystem.disk_usage` takes, by name. */
export interface FileSystemDiskUsage {
  /** Any file or folder of it. */
  path?: string;
}

/** What `FileSystem.tail` takes, by name. */
export interface FileSystemTail {
  /** File to read. */
  path: string;
  /** How many of those that are there already. */
  lines?: Int;
  /** Go on until the call is cancelled; else end with the last line. */
  follow?: boolean;
}

/** What `FileSystem.write` takes, by name. */
export interface FileSystemWrite {
  /** File to write. */
  path: string;
  /** What the whole file is to be; text is written as UTF-8, line ends as they are. */
  content: string | Uint8Array;
  /** Octal digits such as 0640; that of the file if left out, the usual one for a new file. */
  mode?: string | Int | null;
  /** Name or number of a user; the file's own if left out. */
  owner?: string | Int | null;
  /** Name or number of a group; the file's own if left out. */
  group?: string | Int | null;
  /** Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC). */
  backup?: boolean;
  /** Write the file that a symbolic link leads to. A link is refused otherwise. */
  follow?: boolean;
  /** Command that has to end with status 0 before the new file takes its place, such as `nginx -t -c {}`. {} is the new file under another name; no shell reads it. */
  validate?: string | null;
  /** SHA-256 of the content that is to be replaced, or `absent`. If the file is another by now, nothing is done. */
  expected?: string | null;
  /** Make the folders above it that are not there. */
  make_parents?: boolean;
  /** Only tell what would change. The validating command is not run. */
  check?: boolean;
}

/** What `FileSystem.append` takes, by name. */
export interface FileSystemAppend {
  /** File to write to. */
  path: string;
  /** What to append; text is written as UTF-8. */
  content: string | Uint8Array;
  /** Do nothing if the content is anywhere in the file already. */
  once?: boolean;
  /** Append to the file that a symbolic link leads to. A link is refused otherwise. */
  follow?: boolean;
  /** Make the folders above it that are not there. */
  make_parents?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.line_in_file` takes, by name. */
export interface FileSystemLineInFile {
  /** File to change. */
  path: string;
  /** The line, without its end. */
  line: string;
  /** `present`: the line is in the file, once if it has to be added. `absent`: no line is the same, and with `regexp` none matches that. */
  state?: "present" | "absent";
  /** Python regular expression, searched for in each line. With `present` the last line that matches is replaced; where none does, the line is added unless it is there. */
  regexp?: string | null;
  /** Regular expression; a line that is added goes behind the last line that matches, or to the end. */
  after?: string | null;
  /** Regular expression; a line that is added goes before the first line that matches, or to the end. */
  before?: string | null;
  /** Make the file if it is not there. With `absent` nothing is to be done then. */
  create?: boolean;
  /** Octal digits such as 0640; that of the file if left out. */
  mode?: string | Int | null;
  /** Name or number of a user; the file's own if left out. */
  owner?: string | Int | null;
  /** Name or number of a group; the file's own if left out. */
  group?: string | Int | null;
  /** Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC). */
  backup?: boolean;
  /** Change the file that a symbolic link leads to. A link is refused otherwise. */
  follow?: boolean;
  /** Command that has to accept the new file, as with `write`: `sshd -t -f {}`. */
  validate?: string | null;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.block_in_file` takes, by name. */
export interface FileSystemBlockInFile {
  /** File to change. */
  path: string;
  /** The lines between the comments. */
  block: string;
  /** Tells this block from others in the same file. */
  name?: string;
  /** `absent` removes the block with its comments, whatever is in it. */
  state?: "present" | "absent";
  /** What begins a comment in this file, such as `//`. */
  comment?: string;
  /** What ends one, such as `-->`. */
  comment_end?: string;
  /** Regular expression; a new block goes behind the last line that matches, or to the end. */
  after?: string | null;
  /** Regular expression; a new block goes before the first line that matches, or to the end. */
  before?: string | null;
  /** Make the file if it is not there. With `absent` nothing is to be done then. */
  create?: boolean;
  /** Octal digits such as 0640; that of the file if left out. */
  mode?: string | Int | null;
  /** Name or number of a user; the file's own if left out. */
  owner?: string | Int | null;
  /** Name or number of a group; the file's own if left out. */
  group?: string | Int | null;
  /** Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC). */
  backup?: boolean;
  /** Change the file that a symbolic link leads to. A link is refused otherwise. */
  follow?: boolean;
  /** Command that has to accept the new file, as with `write`: `sshd -t -f {}`. */
  validate?: string | null;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.replace` takes, by name. */
export interface FileSystemReplace {
  /** File to change. */
  path: string;
  /** Python regular expression over the whole text; ^ and $ match at each line. */
  pattern: string;
  /** What to put there; \1 and \g<name> are groups of the pattern. */
  replacement: string;
  /** Take both as they are, without any special characters. */
  literal?: boolean;
  /** Replace at most this many, from the start; 0 for all. */
  limit?: Int;
  /** Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC). */
  backup?: boolean;
  /** Change the file that a symbolic link leads to. A link is refused otherwise. */
  follow?: boolean;
  /** Command that has to accept the new file, as with `write`: `nginx -t -c {}`. */
  validate?: string | null;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.copy` takes, by name. */
export interface FileSystemCopy {
  /** What to copy. */
  path: string;
  /** Path of the copy itself, not of the folder to put it into. */
  to: string;
  /** Copy what a symbolic link at `path` leads to. Links within a folder stay links. */
  follow?: boolean;
  /** Give the copy the owner and group of the original, which takes root. Else what is new is yours, and what is there keeps its owner. */
  keep_owner?: boolean;
  /** Make the folders above the copy that are not there. */
  make_parents?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.move` takes, by name. */
export interface FileSystemMove {
  /** What to move; a symbolic link itself. */
  path: string;
  /** Its new path, not the folder to put it into. */
  to: string;
  /** Replace a file that is there. A folder that is not empty is never replaced. */
  overwrite?: boolean;
  /** Make the folders above the new path that are not there. */
  make_parents?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.remove` takes, by name. */
export interface FileSystemRemove {
  /** What to remove; a symbolic link itself. */
  path: string;
  /** Also a folder that is not empty, with all that is in it. */
  recursive?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.mkdir` takes, by name. */
export interface FileSystemMkdir {
  /** Folder to make; one that is there gets the mode and owner that are given. */
  path: string;
  /** Octal digits such as 0750; the usual one for a new folder if left out. */
  mode?: string | Int | null;
  /** Name or number of a user. */
  owner?: string | Int | null;
  /** Name or number of a group. */
  group?: string | Int | null;
  /** Make the folders above it that are not there, with the usual mode. */
  make_parents?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.symlink` takes, by name. */
export interface FileSystemSymlink {
  /** The link. One that leads elsewhere is replaced; there is no moment without it. */
  path: string;
  /** Where it leads, as it is to be written; relative to the folder of the link. It need not exist. */
  target: string;
  /** Replace a file too. A folder is never replaced. */
  overwrite?: boolean;
  /** Make the folders above the link that are not there. */
  make_parents?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.chmod` takes, by name. */
export interface FileSystemChmod {
  /** What to change. */
  path: string;
  /** Octal digits such as 0640, or changes as the program chmod takes them, such as `u=rwX,go-w`; X is x for folders and for what somebody may execute already. */
  mode: string | Int;
  /** Also all that is in the folder, but for symbolic links. */
  recursive?: boolean;
  /** Change what a symbolic link leads to. A link is refused otherwise. */
  follow?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `FileSystem.chown` takes, by name. */
export interface FileSystemChown {
  /** What to change; a symbolic link itself. */
  path: string;
  /** Name or number of a user; as it is if left out. */
  owner?: string | Int | null;
  /** Name or number of a group; as it is if left out. */
  group?: string | Int | null;
  /** Also all that is in the folder; symbolic links in it themselves. */
  recursive?: boolean;
  /** Change what a symbolic link at `path` leads to. */
  follow?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

const fileSystemSource = builtIn("rmote.tools.fs.FileSystem");

/** Read and change files and folders. Paths are the target's; `~` is a home folder. */
export const FileSystem = {
  /** Return a whole file as text. */
  read_str: fileSystemSource.method<
    | [keywords: FileSystemReadStr]
    | [path: string, keywords?: Omit<FileSystemReadStr, "path">]
    | [path: string, encoding: string, keywords?: Omit<FileSystemReadStr, "path" | "encoding">]
    | [path: string, encoding: string, errors: "strict" | "replace" | "ignore" | "surrogateescape"],
    string
  >("read_str"),
  /** Return the bytes of a file, or a part of them. */
  read_bytes: fileSystemSource.method<
    | [keywords: FileSystemReadBytes]
    | [path: string, keywords?: Omit<FileSystemReadBytes, "path">]
    | [path: string, offset: Int, keywords?: Omit<FileSystemReadBytes, "path" | "offset">]
    | [path: string, offset: Int, limit: Int | null],
    Uint8Array
  >("read_bytes"),
  /** Return the paths below a folder that match a pattern, sorted. */
  glob: fileSystemSource.method<
    | [keywords: FileSystemGlob]
    | [path: string, keywords?: Omit<FileSystemGlob, "path">]
    | [path: string, pattern: string],
    string[]
  >("glob"),
  /** Return type, size, mode, owner and times of a file or folder. */
  stat: fileSystemSource.method<
    | [keywords: FileSystemStat]
    | [path: string, keywords?: Omit<FileSystemStat, "path">]
    | [path: string, follow: boolean],
    FileStat
  >("stat"),
  /** Return what is in a folder, each with type, size, mode, owner and times, sorted by name. */
  list: fileSystemSource.method<
    | [keywords: FileSystemList]
    | [path: string, keywords?: Omit<FileSystemList, "path">]
    | [path: string, hidden: boolean],
    FileStat[]
  >("list"),
  /** Return whether there is something at a path, of whatever kind. */
  exists: fileSystemSource.method<
    | [keywords: FileSystemExists]
    | [path: string, keywords?: Omit<FileSystemExists, "path">]
    | [path: string, follow: boolean],
    boolean
  >("exists"),
  /** Return the checksum of a file, in hexadecimal. */
  checksum: fileSystemSource.method<
    | [keywords: FileSystemChecksum]
    | [path: string, keywords?: Omit<FileSystemChecksum, "path">]
    | [path: string, algorithm: "sha256" | "sha512" | "sha1" | "md5" | "blake2b"],
    string
  >("checksum"),
  /** Return how full the file system is that a path is on. */
  disk_usage: fileSystemSource.method<
    | [keywords?: FileSystemDiskUsage]
    | [path: string],
    DiskUsage
  >("disk_usage"),
  /** Yield the last lines of a file, then those that are written to it, as they come. */
  tail: fileSystemSource.stream<
    | [keywords: FileSystemTail]
    | [path: string, keywords?: Omit<FileSystemTail, "path">]
    | [path: string, lines: Int, keywords?: Omit<FileSystemTail, "path" | "lines">],
    string,
    null
  >("tail"),
  /** Make a file have this content. */
  write: fileSystemSource.method<
    | [keywords: FileSystemWrite]
    | [path: string, keywords: Omit<FileSystemWrite, "path">]
    | [path: string, content: string | Uint8Array, keywords?: Omit<FileSystemWrite, "path" | "content">],
    Write
  >("write"),
  /** Write behind the end of a file, which is made if it is not there. */
  append: fileSystemSource.method<
    | [keywords: FileSystemAppend]
    | [path: string, keywords: Omit<FileSystemAppend, "path">]
    | [path: string, content: string | Uint8Array, keywords?: Omit<FileSystemAppend, "path" | "content">],
    Change
  >("append"),
  /** See to it that a line is in a text file, or is not. */
  line_in_file: fileSystemSource.method<
    | [keywords: FileSystemLineInFile]
    | [path: string, keywords: Omit<FileSystemLineInFile, "path">]
    | [path: string, line: string, keywords?: Omit<FileSystemLineInFile, "path" | "line">],
    Write
  >("line_in_file"),
  /** See to it that lines are in a text file between two comments, or are not. */
  block_in_file: fileSystemSource.method<
    | [keywords: FileSystemBlockInFile]
    | [path: string, keywords: Omit<FileSystemBlockInFile, "path">]
    | [path: string, block: string, keywords?: Omit<FileSystemBlockInFile, "path" | "block">],
    Write
  >("block_in_file"),
  /** Replace each match of a regular expression in a text file. */
  replace: fileSystemSource.method<
    | [keywords: FileSystemReplace]
    | [path: string, keywords: Omit<FileSystemReplace, "path">]
    | [path: string, pattern: string, keywords: Omit<FileSystemReplace, "path" | "pattern">]
    | [path: string, pattern: string, replacement: string, keywords?: Omit<FileSystemReplace, "path" | "pattern" | "replacement">],
    Write
  >("replace"),
  /** Copy a file or a whole folder, with mode, times and extended attributes. */
  copy: fileSystemSource.method<
    | [keywords: FileSystemCopy]
    | [path: string, keywords: Omit<FileSystemCopy, "path">]
    | [path: string, to: string, keywords?: Omit<FileSystemCopy, "path" | "to">],
    Change
  >("copy"),
  /** Move or rename a file or folder, also to another file system. */
  move: fileSystemSource.method<
    | [keywords: FileSystemMove]
    | [path: string, keywords: Omit<FileSystemMove, "path">]
    | [path: string, to: string, keywords?: Omit<FileSystemMove, "path" | "to">],
    Change
  >("move"),
  /** Remove a file, a symbolic link or a folder. Where there is nothing, nothing is done. */
  remove: fileSystemSource.method<
    | [keywords: FileSystemRemove]
    | [path: string, keywords?: Omit<FileSystemRemove, "path">],
    Change
  >("remove"),
  /** See to it that there is a folder, with a mode and an owner. Doing it again changes nothing. */
  mkdir: fileSystemSource.method<
    | [keywords: FileSystemMkdir]
    | [path: string, keywords?: Omit<FileSystemMkdir, "path">],
    Change
  >("mkdir"),
  /** See to it that there is a symbolic link. Doing it again changes nothing. */
  symlink: fileSystemSource.method<
    | [keywords: FileSystemSymlink]
    | [path: string, keywords: Omit<FileSystemSymlink, "path">]
    | [path: string, target: string, keywords?: Omit<FileSystemSymlink, "path" | "target">],
    Change
  >("symlink"),
  /** Set the mode of a file or folder. Doing it again changes nothing. */
  chmod: fileSystemSource.method<
    | [keywords: FileSystemChmod]
    | [path: string, keywords: Omit<FileSystemChmod, "path">]
    | [path: string, mode: string | Int, keywords?: Omit<FileSystemChmod, "path" | "mode">],
    Change
  >("chmod"),
  /** Set the owner and the group of a file or folder. Doing it again changes nothing. */
  chown: fileSystemSource.method<
    | [keywords: FileSystemChown]
    | [path: string, keywords?: Omit<FileSystemChown, "path">]
    | [path: string, owner: string | Int | null, keywords?: Omit<FileSystemChown, "path" | "owner">]
    | [path: string, owner: string | Int | null, group: string | Int | null, keywords?: Omit<FileSystemChown, "path" | "owner" | "group">],
    Change
  >("chown"),
};

/** What `Hostname.set` takes, by name. */
export interface HostnameSet {
  /** Letters, digits and hyphens, at most 64 of them; with dots it has its domain. */
  name: string;
  /** See to it too that /etc/hosts knows the name: by a line for 127.0.1.1 where no other line has it. */
  hosts?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

const hostnameSource = builtIn("rmote.tools.hostname.Hostname");

/** Tell and set the name that a target calls itself. */
export const Hostname = {
  /** Return the names of this machine. */
  get: hostnameSource.method<[], HostNames>("get"),
  /** Make this the name of the machine: at once, and at its next start. */
  set: hostnameSource.method<
    | [keywords: HostnameSet]
    | [name: string, keywords?: Omit<HostnameSet, "name">],
    HostnameChange
  >("set"),
};

/** What `Logger.log` takes, by name. */
export interface LoggerLog {
  /** The line. One of more than 65,536 characters is cut off there. */
  message: string;
  /** How much it matters; see `set_log_level`. */
  level?: "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";
  /** Name under which it stands there. */
  logger?: string;
}

/** What `Logger.set_log_level` takes, by name. */
export interface LoggerSetLogLevel {
  /** The lowest level that is sent. All are, until this is set. */
  level: "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL";
  /** Only for this logger and those below it, such as `Exec`, which each tool has by its name; for all that have no level of their own if left out. */
  logger?: string;
  /** Only tell what would change. */
  check?: boolean;
}

const loggerSource = builtIn("rmote.tools.logger.Logger");

/** Write to the log of a session, and choose what is written there. */
export const Logger = {
  /** Write a line to the log. Each call writes again. */
  log: loggerSource.method<
    | [keywords: LoggerLog]
    | [message: string, keywords?: Omit<LoggerLog, "message">]
    | [message: string, level: "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL", keywords?: Omit<LoggerLog, "message" | "level">],
    null
  >("log"),
  /** Keep records below a level out of the log, until the session ends. */
  set_log_level: loggerSource.method<
    | [keywords: LoggerSetLogLevel]
    | [level: "DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL", keywords?: Omit<LoggerSetLogLevel, "level">],
    LogLevel
  >("set_log_level"),
};

/** What `Network.listening` takes, by name. */
export interface NetworkListening {
  /** tcp, udp or both. A UDP port is listed where it has no peer. */
  protocol?: "all" | "tcp" | "udp";
}

/** What `Network.tcp_check` takes, by name. */
export interface NetworkTcpCheck {
  /** Name or address. */
  host: string;
  /** From 1 to 65535. */
  port: Int;
  /** Seconds for all of it, looking up the name included. */
  timeout?: Float;
}

/** What `Network.http_check` takes, by name. */
export interface NetworkHttpCheck {
  /** Address with http or https. It may not have a password in it. */
  url: string;
  /** Seconds for all of it. */
  timeout?: Float;
  /** The status that it has to have; any from 200 to 399 if left out. */
  status?: Int | null;
  /** What has to be in the first MiB of its body. */
  text?: string | null;
  /** Follow redirects, to other addresses with http or https only, 10 at the most. */
  follow?: boolean;
  /** Hold a certificate that is not trusted, or has expired, against it. */
  verify?: boolean;
}

const networkSource = builtIn("rmote.tools.network.Network");

/** Tell what the network of a target is, and check what can be reached from there. */
export const Network = {
  /** List the interfaces of a target with Linux, with all their addresses. */
  interfaces: networkSource.method<[], Interface[]>("interfaces"),
  /** List the ports on which programs of a target with Linux wait, sorted by port. */
  listening: networkSource.method<
    | [keywords?: NetworkListening]
    | [protocol: "all" | "tcp" | "udp"],
    Listening[]
  >("listening"),
  /** Check from the target whether something takes connections on a TCP port. */
  tcp_check: networkSource.method<
    | [keywords: NetworkTcpCheck]
    | [host: string, keywords: Omit<NetworkTcpCheck, "host">]
    | [host: string, port: Int, keywords?: Omit<NetworkTcpCheck, "host" | "port">],
    TcpCheck
  >("tcp_check"),
  /** Check from the target what a web address answers. Proxies of the environment are not used. */
  http_check: networkSource.method<
    | [keywords: NetworkHttpCheck]
    | [url: string, keywords?: Omit<NetworkHttpCheck, "url">],
    HttpCheck
  >("http_check"),
};

/** What `Process.list` takes, by name. */
export interface ProcessList {
  /** Python regular expression, searched for in the command line; all if left out. */
  pattern?: string | null;
  /** Only those that run with the rights of this user. */
  user?: string | null;
  /** List the kernel's own threads too. */
  kernel?: boolean;
}

/** What `Process.tree` takes, by name. */
export interface ProcessTree_ {
  /** Only this process and those below it; all if left out, kernel threads too. */
  pid?: Int | null;
}

/** What `Process.kill` takes, by name. */
export interface ProcessKill {
  /** Number of the process, above 0. Its children are not signalled. */
  pid: Int;
  /** Name of the signal. TERM, INT, QUIT, ABRT and KILL are there to end a process. */
  signal?: "TERM" | "INT" | "QUIT" | "ABRT" | "KILL" | "HUP" | "USR1" | "USR2" | "STOP" | "CONT" | "WINCH" | "ALRM";
  /** Do it only if the program has this name, as `list` shows it: numbers are used again. */
  name?: string | null;
  /** Seconds to wait for the end after a signal that is there for it; 0 to go on at once. */
  wait?: Float;
  /** Send KILL to a process that is still there then. */
  escalate?: boolean;
  /** Only tell what would be done. */
  check?: boolean;
}

const processSource = builtIn("rmote.tools.process.Process");

/** List the processes of a target with Linux, and end them. */
export const Process = {
  /** List processes, sorted by number. */
  list: processSource.method<
    | [keywords?: ProcessList]
    | [pattern: string | null, keywords?: Omit<ProcessList, "pattern">],
    ProcessInfo[]
  >("list"),
  /** Show which process started which. */
  tree: processSource.method<
    | [keywords?: ProcessTree_]
    | [pid: Int | null],
    ProcessTree[]
  >("tree"),
  /** Send a signal to a process, and wait for its end where the signal asks for that. */
  kill: processSource.method<
    | [keywords: ProcessKill]
    | [pid: Int, keywords?: Omit<ProcessKill, "pid">]
    | [pid: Int, signal: "TERM" | "INT" | "QUIT" | "ABRT" | "KILL" | "HUP" | "USR1" | "USR2" | "STOP" | "CONT" | "WINCH" | "ALRM", keywords?: Omit<ProcessKill, "pid" | "signal">],
    KillResult
  >("kill"),
};

/** What `Quit.exit` takes, by name. */
export interface QuitExit {
  /** Only tell what would be done. */
  check?: boolean;
}

const quitSource = builtIn("rmote.tools.quit.Quit");

/** End the agent of a session. */
export const Quit = {
  /** End the agent, and with it the session, which is closed then and not lost. */
  exit: quitSource.method<[keywords?: QuitExit], QuitResult>("exit"),
};

/** What `Service.status` takes, by name. */
export interface ServiceStatus_ {
  /** Name of the unit. */
  name: string;
}

/** What `Service.start` takes, by name. */
export interface ServiceStart {
  /** Name of the unit. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `Service.stop` takes, by name. */
export interface ServiceStop {
  /** Name of the unit. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `Service.restart` takes, by name. */
export interface ServiceRestart {
  /** Name of the unit. */
  name: string;
  /** Only tell what would be done. */
  check?: boolean;
}

/** What `Service.reload` takes, by name. */
export interface ServiceReload {
  /** Name of the unit. */
  name: string;
  /** Only tell what would be done. */
  check?: boolean;
}

/** What `Service.enable` takes, by name. */
export interface ServiceEnable {
  /** Name of the unit. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `Service.disable` takes, by name. */
export interface ServiceDisable {
  /** Name of the unit. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `Service.mask` takes, by name. */
export interface ServiceMask {
  /** Name of the unit, which need not be there yet. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `Service.unmask` takes, by name. */
export interface ServiceUnmask {
  /** Name of the unit. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `Service.daemon_reload` takes, by name. */
export interface ServiceDaemonReload {
  /** Only tell what has changed. */
  check?: boolean;
}

/** What `Service.converge` takes, by name. */
export interface ServiceConverge {
  /** Name of the unit. */
  name: string;
  /** started or stopped; as it is if left out. */
  state?: "started" | "stopped" | null;
  /** Whether it starts with the system; as it is if left out. */
  enabled?: boolean | null;
  /** Whether it cannot be started; as it is if left out. */
  masked?: boolean | null;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `Service.journal` takes, by name. */
export interface ServiceJournal {
  /** Name of the unit; the journal of the whole system if left out. */
  name?: string | null;
  /** How many entries of those that are there already, the newest; None for all. */
  lines?: Int | null;
  /** Only those from then on: `2026-11-26 12:00`, `today`, `-1h`; systemd.time(7) has all forms. */
  since?: string | null;
  /** Go on until the call is cancelled; else end with the last entry. */
  follow?: boolean;
}

const serviceSource = builtIn("rmote.tools.service.Service");

/** Start, stop, enable and read the log of the services of a target with systemd. */
export const Service = {
  /** Tell what a service is in. */
  status: serviceSource.method<
    | [keywords: ServiceStatus_]
    | [name: string],
    ServiceStatus
  >("status"),
  /** Start a service, and wait until it has. One that runs is left as it is. */
  start: serviceSource.method<
    | [keywords: ServiceStart]
    | [name: string, keywords?: Omit<ServiceStart, "name">],
    ServiceChange
  >("start"),
  /** Stop a service, and wait until it has. One that does not run is left as it is. */
  stop: serviceSource.method<
    | [keywords: ServiceStop]
    | [name: string, keywords?: Omit<ServiceStop, "name">],
    ServiceChange
  >("stop"),
  /** Stop a service and start it again; one that does not run is started. Each call does it again. */
  restart: serviceSource.method<
    | [keywords: ServiceRestart]
    | [name: string, keywords?: Omit<ServiceRestart, "name">],
    ServiceChange
  >("restart"),
  /** Have a service that runs read its configuration again. Each call does it again. */
  reload: serviceSource.method<
    | [keywords: ServiceReload]
    | [name: string, keywords?: Omit<ServiceReload, "name">],
    ServiceChange
  >("reload"),
  /** Have a service started when the system starts. It is not started now. Doing it again changes nothing. */
  enable: serviceSource.method<
    | [keywords: ServiceEnable]
    | [name: string, keywords?: Omit<ServiceEnable, "name">],
    ServiceChange
  >("enable"),
  /** Do not have a service started when the system starts. It is not stopped. Doing it again changes nothing. */
  disable: serviceSource.method<
    | [keywords: ServiceDisable]
    | [name: string, keywords?: Omit<ServiceDisable, "name">],
    ServiceChange
  >("disable"),
  /** Make it impossible to start a service. One that runs is not stopped. Doing it again changes nothing. */
  mask: serviceSource.method<
    | [keywords: ServiceMask]
    | [name: string, keywords?: Omit<ServiceMask, "name">],
    ServiceChange
  >("mask"),
  /** Take back a mask. Doing it again changes nothing. */
  unmask: serviceSource.method<
    | [keywords: ServiceUnmask]
    | [name: string, keywords?: Omit<ServiceUnmask, "name">],
    ServiceChange
  >("unmask"),
  /** Have systemd read the files of all units again. It is done in any case. */
  daemon_reload: serviceSource.method<[keywords?: ServiceDaemonReload], ServiceChange>("daemon_reload"),
  /** Bring a service to a state, whatever it is in. Doing it again changes nothing. */
  converge: serviceSource.method<
    | [keywords: ServiceConverge]
    | [name: string, keywords?: Omit<ServiceConverge, "name">],
    ServiceChange
  >("converge"),
  /** Yield what a service has written to the journal, then what it writes, as it comes. */
  journal: serviceSource.stream<
    | [keywords?: ServiceJournal]
    | [name: string | null, keywords?: Omit<ServiceJournal, "name">]
    | [name: string | null, lines: Int | null, keywords?: Omit<ServiceJournal, "name" | "lines">],
    JournalEntry,
    null
  >("journal"),
};

const timerSource = builtIn("rmote.tools.service.Timer");

/** Look at the timers of a target with systemd. */
export const Timer = {
  /** List the timers that systemd has loaded, sorted by name. */
  list: timerSource.method<[], TimerInfo[]>("list"),
};

/** What `Sysctl.get` takes, by name. */
export interface SysctlGet {
  /** Such as `net.ipv4.ip_forward`. Where a part has a dot in it, slashes go between the parts: `net/ipv4/conf/eth0.100/forwarding`. */
  name: string;
}

/** What `Sysctl.list` takes, by name. */
export interface SysctlList {
  /** Only those below this, such as `net.ipv4`; all if left out. */
  prefix?: string;
}

/** What `Sysctl.set` takes, by name. */
export interface SysctlSet {
  /** Such as `net.ipv4.ip_forward`. Where a part has a dot in it, slashes go between the parts: `net/ipv4/conf/eth0.100/forwarding`. */
  name: string;
  /** Its value; several numbers have blanks between them. */
  value: string | Int;
  /** Set it in the kernel that runs. */
  running?: boolean;
  /** Write it into the file, so that it is set at each start. */
  keep?: boolean;
  /** Name of that file in /etc/sysctl.d. */
  file?: string;
  /** Only tell what would change. */
  check?: boolean;
}

const sysctlSource = builtIn("rmote.tools.sysctl.Sysctl");

/** Read and set what the kernel has under /proc/sys, now and for later starts. */
export const Sysctl = {
  /** Return the value of a setting, without the line end. */
  get: sysctlSource.method<
    | [keywords: SysctlGet]
    | [name: string],
    string
  >("get"),
  /** Return all settings that may be read, by their names. */
  list: sysctlSource.method<
    | [keywords?: SysctlList]
    | [prefix: string],
    Map<string, string>
  >("list"),
  /** Give a setting a value, in the kernel that runs and in a file for later starts. */
  set: sysctlSource.method<
    | [keywords: SysctlSet]
    | [name: string, keywords: Omit<SysctlSet, "name">]
    | [name: string, value: string | Int, keywords?: Omit<SysctlSet, "name" | "value">],
    SysctlChange
  >("set"),
};

/** What `Template.render` takes, by name. */
export interface TemplateRender {
  /** The template. */
  source: string;
  /** The names that it knows, and their values. */
  context?: ReadonlyMap<string, Value> | null;
}

/** What `Template.render_file` takes, by name. */
export interface TemplateRenderFile {
  /** The file, text in UTF-8; "~" is the home folder. */
  path: string;
  /** The names that it knows, and their values. */
  context?: ReadonlyMap<string, Value> | null;
}

/** What `Template.render_compiled` takes, by name. */
export interface TemplateRenderCompiled {
  /** The template. */
  template: TemplateValue;
  /** The names that it knows, and their values. */
  context?: ReadonlyMap<string, Value> | null;
}

/** What `Template.names` takes, by name. */
export interface TemplateNames {
  /** The template. */
  source: string;
}

const templateSource = builtIn("rmote.tools.template.Template");

/** Render templates with this target's own Python. Nothing is written; a template is code, and may do what the session's user may. */
export const Template = {
  /** Render the text of a template. */
  render: templateSource.method<
    | [keywords: TemplateRender]
    | [source: string, keywords?: Omit<TemplateRender, "source">]
    | [source: string, context: ReadonlyMap<string, Value> | null],
    string
  >("render"),
  /** Render a template that is a file on the target. */
  render_file: templateSource.method<
    | [keywords: TemplateRenderFile]
    | [path: string, keywords?: Omit<TemplateRenderFile, "path">]
    | [path: string, context: ReadonlyMap<string, Value> | null],
    string
  >("render_file"),
  /** Render a template that was sent as one. */
  render_compiled: templateSource.method<
    | [keywords: TemplateRenderCompiled]
    | [template: TemplateValue, keywords?: Omit<TemplateRenderCompiled, "template">]
    | [template: TemplateValue, context: ReadonlyMap<string, Value> | null],
    string
  >("render_compiled"),
  /** Tell which names a template reads and does not bind itself, Python's own left out. */
  names: templateSource.method<
    | [keywords: TemplateNames]
    | [source: string],
    string[]
  >("names"),
};

/** What `Transfer.begin` takes, by name. */
export interface TransferBegin {
  /** File to write. */
  path: string;
  /** Bytes of the whole content. */
  size: Int;
  /** SHA-256 of the whole content. */
  checksum: string;
  /** Mode that the file is to have; its own, or the usual one, if left out. */
  mode?: Int | null;
  /** Go on with what has arrived of the same content before. */
  resume?: boolean;
  /** Write the file that a symbolic link leads to. A link is refused otherwise. */
  follow?: boolean;
  /** Make the folders above it that are not there. */
  make_parents?: boolean;
}

/** What `Transfer.put` takes, by name. */
export interface TransferPut {
  /** As `begin` returned it. */
  part: string;
  /** Where in the whole content they belong. */
  offset: Int;
  /** The bytes. */
  data: Uint8Array;
}

/** What `Transfer.finish` takes, by name. */
export interface TransferFinish {
  /** As `begin` returned it. */
  path: string;
  /** As `begin` returned it; gone afterwards. */
  part: string;
  /** Bytes of the whole content. */
  size: Int;
  /** SHA-256 of the whole content. */
  checksum: string;
  /** Mode that the file is to have; its own, or the usual one, if left out. */
  mode?: Int | null;
}

/** What `Transfer.throw_away` takes, by name. */
export interface TransferThrowAway {
  /** As `begin` returned it. Where it is gone, nothing is done. */
  part: string;
}

/** What `Transfer.look` takes, by name. */
export interface TransferLook {
  /** File or folder to download. */
  path: string;
  /** Look at what a symbolic link leads to. */
  follow?: boolean;
}

/** What `Transfer.get` takes, by name. */
export interface TransferGet {
  /** File to read. */
  path: string;
  /** Bytes at the start that are not sent, only added to the checksum. */
  offset?: Int;
  /** As `look` returned it. */
  version?: string | null;
}

/** What `Transfer.walk` takes, by name. */
export interface TransferWalk {
  /** Folder to go through; symbolic links in it are told, not followed. */
  path: string;
}

const transferSource = builtIn("rmote.tools.transfer.Transfer");

/** Carry files between the app and this target, in parts. The app's uploads and downloads use it. */
export const Transfer = {
  /** Prepare an upload. A file that has the content already only gets its mode. */
  begin: transferSource.method<
    | [keywords: TransferBegin]
    | [path: string, keywords: Omit<TransferBegin, "path">]
    | [path: string, size: Int, keywords: Omit<TransferBegin, "path" | "size">]
    | [path: string, size: Int, checksum: string, keywords?: Omit<TransferBegin, "path" | "size" | "checksum">],
    UploadStart
  >("begin"),
  /** Write bytes into the part of an upload. Parts may come in any order, and again. */
  put: transferSource.method<
    | [keywords: TransferPut]
    | [part: string, keywords: Omit<TransferPut, "part">]
    | [part: string, offset: Int, keywords: Omit<TransferPut, "part" | "offset">]
    | [part: string, offset: Int, data: Uint8Array],
    Int
  >("put"),
  /** Put an upload in its place, as a whole, if it is what it was to be. */
  finish: transferSource.method<
    | [keywords: TransferFinish]
    | [path: string, keywords: Omit<TransferFinish, "path">]
    | [path: string, part: string, keywords: Omit<TransferFinish, "path" | "part">]
    | [path: string, part: string, size: Int, keywords: Omit<TransferFinish, "path" | "part" | "size">]
    | [path: string, part: string, size: Int, checksum: string, keywords?: Omit<TransferFinish, "path" | "part" | "size" | "checksum">]
    | [path: string, part: string, size: Int, checksum: string, mode: Int | null],
    Uploaded
  >("finish"),
  /** Remove the part of an upload that is not gone on with. */
  throw_away: transferSource.method<
    | [keywords: TransferThrowAway]
    | [part: string],
    null
  >("throw_away"),
  /** Return what a download begins with. */
  look: transferSource.method<
    | [keywords: TransferLook]
    | [path: string, keywords?: Omit<TransferLook, "path">]
    | [path: string, follow: boolean],
    FileVersion
  >("look"),
  /** Yield the content of a file in parts; the value at the end has the `checksum` of all of it. */
  get: transferSource.stream<
    | [keywords: TransferGet]
    | [path: string, keywords?: Omit<TransferGet, "path">]
    | [path: string, offset: Int, keywords?: Omit<TransferGet, "path" | "offset">]
    | [path: string, offset: Int, version: string | null],
    Uint8Array,
    Downloaded
  >("get"),
  /** Yield what is in a folder, at any depth, each folder before what is in it. */
  walk: transferSource.stream<
    | [keywords: TransferWalk]
    | [path: string],
    Entry,
    null
  >("walk"),
};

/** What `User.list` takes, by name. */
export interface UserList {
  /** Those of programs too: with a number below 1000, and nobody. */
  system?: boolean;
}

/** What `User.present` takes, by name. */
export interface UserPresent {
  /** Name of the user. */
  name: string;
  /** Number of the user; the next free one for a new user. With another number the files in the home are given to it, others are not. */
  uid?: Int | null;
  /** Name or number of the main group, which has to be there. A new user gets a group of the same name otherwise. */
  group?: string | Int | null;
  /** Names of further groups, which have to be there. */
  groups?: readonly string[] | null;
  /** Leave all groups that are not in `groups`. */
  only_groups?: boolean;
  /** Path of the home; /home/NAME usually. */
  home?: string | null;
  /** Move what is in the home of a user who is there, when `home` is another. */
  move_home?: boolean;
  /** Make the home, with what is in /etc/skel. Where it is left out, this is done for a new user who is not of the system. */
  create_home?: boolean | null;
  /** Path of the login shell, which has to be there. */
  shell?: string | null;
  /** Full name and the like. */
  comment?: string | null;
  /** Make a user for a program: with a low number, and no home unless asked for. */
  system?: boolean;
  /** The password as `mkpasswd` or `openssl passwd -6` prints it, never the password itself. It is in no log, no result and no list of processes. */
  password_hash?: string | null;
  /** Whether the password is of no use. Keys of ssh still are. */
  locked?: boolean | null;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `User.absent` takes, by name. */
export interface UserAbsent {
  /** Name of the user. */
  name: string;
  /** Remove its home and its mails, if it owns the home. */
  remove_home?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `User.group_present` takes, by name. */
export interface UserGroupPresent {
  /** Name of the group. */
  name: string;
  /** Number of the group; the next free one for a new group. Files keep the old number. */
  gid?: Int | null;
  /** Make a group for a program, with a low number. */
  system?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `User.group_absent` takes, by name. */
export interface UserGroupAbsent {
  /** Name of the group. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `User.authorized_key` takes, by name. */
export interface UserAuthorizedKey {
  /** Name of the user. */
  name: string;
  /** The public key, as in id_ed25519.pub; several have a line each. */
  key: string;
  /** `absent`: none of these keys is in the file. */
  state?: "present" | "absent";
  /** What sshd allows with these keys, such as `restrict,command="/usr/bin/backup"`, or nothing for everything. If left out, those before the key, or else those that the file has for it. */
  options?: string | null;
  /** Remove all other keys. */
  exclusive?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `User.sudoer` takes, by name. */
export interface UserSudoer {
  /** Name of the user; of a group with % before it. */
  name: string;
  /** Whole paths, with arguments if only these are allowed, as sudoers(5) writes them; everything if left out. */
  commands?: readonly string[] | null;
  /** `absent` removes the file. */
  state?: "present" | "absent";
  /** Name of the user that they run as; ALL for any. */
  run_as?: string;
  /** Whether sudo asks for the user's password. */
  password?: boolean;
  /** Name of the file; rmote-NAME if left out. It is written as a whole. */
  file?: string | null;
  /** Only tell what would change. visudo is asked all the same. */
  check?: boolean;
}

const userSource = builtIn("rmote.tools.user.User");

/** Users and groups of a target, the keys they log in with, and what sudo lets them do. */
export const User = {
  /** Return the users that the system knows, also from elsewhere than /etc/passwd, by number. */
  list: userSource.method<
    | [keywords?: UserList]
    | [system: boolean],
    UserInfo[]
  >("list"),
  /** See to it that there is a user with this name, and with what is given of the rest. */
  present: userSource.method<
    | [keywords: UserPresent]
    | [name: string, keywords?: Omit<UserPresent, "name">],
    UserChange
  >("present"),
  /** See to it that there is no user of this name. Doing it again changes nothing. */
  absent: userSource.method<
    | [keywords: UserAbsent]
    | [name: string, keywords?: Omit<UserAbsent, "name">],
    UserChange
  >("absent"),
  /** See to it that there is a group with this name. Doing it again changes nothing. */
  group_present: userSource.method<
    | [keywords: UserGroupPresent]
    | [name: string, keywords?: Omit<UserGroupPresent, "name">],
    UserChange
  >("group_present"),
  /** See to it that there is no group of this name. Doing it again changes nothing. */
  group_absent: userSource.method<
    | [keywords: UserGroupAbsent]
    | [name: string, keywords?: Omit<UserGroupAbsent, "name">],
    UserChange
  >("group_absent"),
  /** See to it that a user can log in with an SSH key, or cannot. */
  authorized_key: userSource.method<
    | [keywords: UserAuthorizedKey]
    | [name: string, keywords: Omit<UserAuthorizedKey, "name">]
    | [name: string, key: string, keywords?: Omit<UserAuthorizedKey, "name" | "key">],
    Change
  >("authorized_key"),
  /** See to it that a user or a group may run commands by sudo, or has no rule of ours. */
  sudoer: userSource.method<
    | [keywords: UserSudoer]
    | [name: string, keywords?: Omit<UserSudoer, "name">]
    | [name: string, commands: readonly string[] | null, keywords?: Omit<UserSudoer, "name" | "commands">],
    Change
  >("sudoer"),
};
