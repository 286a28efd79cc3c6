// The built-in tools with the types of their signatures in resources/agent/tools.
// Made by: npx vitest run src-main/api/built-in-tools.test.ts -u
import {
  type DatetimeValue,
  type Float,
  type Int,
  type NamedTupleValue,
  type TemplateValue,
  type Value,
  builtIn,
} from "./tool-types";

export type AptUpdate = NamedTupleValue<{
  changed: boolean;
  fetched: boolean;
  age: Float | null;
  changes: string[];
}>;

export type AptChange = NamedTupleValue<{
  changed: boolean;
  changes: string[];
  versions: Map<string, string | null>;
}>;

export type AptPackage = NamedTupleValue<{
  name: string;
  version: string;
  architecture: string;
  state: string;
  held: boolean;
  automatic: boolean;
  size: Int | null;
  summary: string;
}>;

export type AptUpgrade = NamedTupleValue<{
  name: string;
  installed: string;
  candidate: string;
  architecture: string;
  origin: string;
  is_security: boolean;
  held: boolean;
}>;

export type AptRepositoryChange = NamedTupleValue<{
  changed: boolean;
  name: string;
  path: string;
  key_path: string | null;
  diff: string;
  changes: string[];
}>;

export type ArchiveChange = NamedTupleValue<{
  changed: boolean;
  path: string;
  changes: string[];
  files: Int;
  size: Int;
}>;

export type ArchiveEntry = NamedTupleValue<{
  path: string;
  type: string;
  size: Int;
  mode: string | null;
  owner: string | null;
  group: string | null;
  modified: Float;
  target: string | null;
  refused: string | null;
}>;

export type CronJob = NamedTupleValue<{
  name: string | null;
  schedule: string;
  command: string;
  user: string;
  source: string;
  env: Map<string, string>;
}>;

export type Change = NamedTupleValue<{
  changed: boolean;
  path: string;
  diff: string | null;
  changes: string[];
}>;

export type DnfUpdate = NamedTupleValue<{
  changed: boolean;
  fetched: boolean;
  age: Float | null;
  changes: string[];
}>;

export type DnfChange = NamedTupleValue<{
  changed: boolean;
  changes: string[];
  versions: Map<string, string | null>;
}>;

export type DnfPackage = NamedTupleValue<{
  name: string;
  version: string;
  architecture: string;
  size: Int | null;
  summary: string;
}>;

export type DnfUpgrade = NamedTupleValue<{
  name: string;
  installed: string | null;
  candidate: string;
  architecture: string;
  repository: string;
}>;

export type DnfRepositoryChange = NamedTupleValue<{
  changed: boolean;
  name: string;
  path: string;
  key_path: string | null;
  diff: string;
  changes: string[];
}>;

export type CommandResult = NamedTupleValue<{
  returncode: Int;
  stdout: string | Uint8Array | null;
  stderr: string | Uint8Array | null;
}>;

export type FileStat = NamedTupleValue<{
  path: string;
  type: string;
  size: Int;
  mode: string;
  owner: string | null;
  group: string | null;
  uid: Int;
  gid: Int;
  modified: Float;
  accessed: Float;
  target: string | null;
}>;

export type DiskUsage = NamedTupleValue<{
  path: string;
  total: Int;
  used: Int;
  free: Int;
  percent: Float;
  inodes: Int;
  inodes_free: Int;
}>;

export type Write = NamedTupleValue<{
  changed: boolean;
  path: string;
  diff: string | null;
  changes: string[];
  backup: string | null;
  checksum: string | null;
  mode: string | null;
  owner: string | null;
  group: string | null;
}>;

export type HostNames = NamedTupleValue<{
  running: string;
  kept: string | null;
  full: string;
}>;

export type HostnameChange = NamedTupleValue<{
  changed: boolean;
  name: string;
  diff: string;
  changes: string[];
}>;

export type LogLevel = NamedTupleValue<{
  changed: boolean;
  logger: string;
  level: string;
  changes: string[];
}>;

export type Interface = NamedTupleValue<{
  name: string;
  is_up: boolean;
  state: string;
  mtu: Int;
  mac: string | null;
  ipv4: string[];
  ipv6: string[];
  received: Int;
  sent: Int;
  errors: Int;
  dropped: Int;
}>;

export type Listening = NamedTupleValue<{
  protocol: string;
  address: string;
  port: Int;
  user: string;
  pid: Int | null;
  process: string | null;
}>;

export type TcpCheck = NamedTupleValue<{
  is_open: boolean;
  host: string;
  port: Int;
  address: string | null;
  latency_ms: Float | null;
  error: string | null;
}>;

export type HttpCheck = NamedTupleValue<{
  ok: boolean;
  status: Int | null;
  url: string;
  time_ms: Float | null;
  size: Int;
  certificate_expires: DatetimeValue | null;
  certificate_days: Int | null;
  error: string | null;
}>;

export type PacmanUpdate = NamedTupleValue<{
  changed: boolean;
  fetched: boolean;
  age: Float | null;
  changes: string[];
}>;

export type PacmanChange = NamedTupleValue<{
  changed: boolean;
  changes: string[];
  versions: Map<string, string | null>;
}>;

export type PacmanPackage = NamedTupleValue<{
  name: string;
  version: string;
  automatic: boolean;
}>;

export type PacmanUpgrade = NamedTupleValue<{
  name: string;
  installed: string;
  candidate: string;
  ignored: boolean;
}>;

export type PacmanRepositoryChange = NamedTupleValue<{
  changed: boolean;
  name: string;
  path: string;
  diff: string | null;
  changes: string[];
}>;

export type ProcessInfo = NamedTupleValue<{
  pid: Int;
  ppid: Int;
  user: string | null;
  name: string;
  command: string;
  state: string;
  started: DatetimeValue;
  cpu_seconds: Float;
  cpu_percent: Float;
  memory: Int;
  threads: Int;
}>;

export type ProcessTree = NamedTupleValue<{
  pid: Int;
  name: string;
  user: string | null;
  command: string;
  children: ProcessTree[];
  hidden: Int;
}>;

export type KillResult = NamedTupleValue<{
  changed: boolean;
  pid: Int;
  name: string | null;
  ended: boolean | null;
  signal: string | null;
  changes: string[];
}>;

export type QuitResult = NamedTupleValue<{
  changed: boolean;
  changes: string[];
}>;

export type ServiceStatus = NamedTupleValue<{
  name: string;
  description: string | null;
  load_state: string | null;
  active_state: string | null;
  sub_state: string | null;
  enabled: string | null;
  pid: Int | null;
  since: DatetimeValue | null;
  result: string | null;
  exit_status: Int | null;
  restarts: Int | null;
  memory: Int | null;
  path: string | null;
  needs_reload: boolean;
  can_reload: boolean;
}>;

export type ServiceChange = NamedTupleValue<{
  changed: boolean;
  name: string | null;
  changes: string[];
  active_state: string | null;
  enabled: string | null;
}>;

export type JournalEntry = NamedTupleValue<{
  time: DatetimeValue | null;
  level: string | null;
  unit: string | null;
  identifier: string | null;
  pid: Int | null;
  message: string | null;
}>;

export type TimerInfo = NamedTupleValue<{
  name: string;
  description: string | null;
  activates: string | null;
  active_state: string | null;
  result: string | null;
  schedule: string[];
  next: DatetimeValue | null;
  last: DatetimeValue | null;
}>;

export type SysctlChange = NamedTupleValue<{
  changed: boolean;
  name: string;
  value: string;
  path: string | null;
  diff: string | null;
  changes: string[];
}>;

export type UploadStart = NamedTupleValue<{
  path: string;
  part: string | null;
  offset: Int;
  is_there: boolean;
  changed: boolean;
}>;

export type Uploaded = NamedTupleValue<{
  changed: boolean;
  path: string;
}>;

export type FileVersion = NamedTupleValue<{
  path: string;
  type: string;
  size: Int;
  mode: Int;
  version: string;
}>;

export type Downloaded = NamedTupleValue<{
  checksum: string;
}>;

export type Entry = NamedTupleValue<{
  path: string;
  type: string;
  size: Int;
  mode: Int;
  target: string | null;
}>;

export type UserInfo = NamedTupleValue<{
  name: string;
  uid: Int;
  gid: Int;
  group: string;
  groups: string[];
  home: string;
  shell: string;
  comment: string;
  locked: boolean | null;
}>;

export type UserChange = NamedTupleValue<{
  changed: boolean;
  changes: string[];
}>;

/** What `Apt.update` takes, by name. */
export interface AptUpdate_ {
  /** Only where the lists are older than so many seconds, are none, or a file of the sources was changed since. */
  ttl?: Int;
  /** Seconds to wait for another program that fetches them. */
  lock_timeout?: Float;
  /** Only tell whether they would be fetched. */
  check?: boolean;
}

/** What `Apt.package` takes, by name. */
export interface AptPackage_ {
  /** Name of the package; of another architecture as `libc6:i386`. */
  name: string;
  /** present, in whatever version; latest of the lists; absent, with its configuration kept; purged, without that. */
  state?: "present" | "latest" | "absent" | "purged";
  /** The version that it is to have, older ones too; `1.2*` for any that begins so. */
  version?: string | null;
  /** Whether it is kept at its version from then on; as it is if left out. One that is held is left alone, unless this is given. */
  hold?: boolean | null;
  /** Whether what it recommends is installed too; as apt is configured if left out. */
  recommends?: boolean | null;
  /** What becomes of a file of the configuration that was changed by hand, where the package has another one: keep, or replace. */
  config_files?: "keep" | "replace";
  /** Whether packages that stand in the way, or depend on it, may be removed. */
  remove_others?: boolean;
  /** Seconds to wait for another program that changes packages. */
  lock_timeout?: Float;
  /** Only tell what would change. It needs no rights. */
  check?: boolean;
}

/** What `Apt.converge` takes, by name. */
export interface AptConverge {
  /** Packages to have, in whatever version; `nginx=1.22.1-9` in that one, older ones too, and `nginx=1.22*` in any that begins so. */
  present?: readonly string[] | null;
  /** Packages to have in the latest version of the lists. */
  latest?: readonly string[] | null;
  /** Packages not to have; their configuration is kept. */
  absent?: readonly string[] | null;
  /** Packages not to have, nor their configuration. */
  purged?: readonly string[] | null;
  /** Packages that are kept at their version from then on. One that is held is left alone, unless it is named here or in `unhold`. */
  hold?: readonly string[] | null;
  /** Packages that are not kept at it any more. */
  unhold?: readonly string[] | null;
  /** Whether what they recommend is installed too; as apt is configured if left out. */
  recommends?: boolean | null;
  /** What becomes of a file of the configuration that was changed by hand, where the package has another one: keep, or replace. */
  config_files?: "keep" | "replace";
  /** Whether packages that stand in the way, or depend on those, may be removed. */
  remove_others?: boolean;
  /** Seconds to wait for another program that changes packages. */
  lock_timeout?: Float;
  /** Only tell what would change. It needs no rights. */
  check?: boolean;
}

/** What `Apt.list` takes, by name. */
export interface AptList {
  /** Which ones; `*` and `?` stand for any characters, `python3-*`. */
  pattern?: string;
}

/** What `Apt.repair` takes, by name. */
export interface AptRepair {
  /** Whether packages may be removed for it. */
  remove_others?: boolean;
  /** Seconds to wait for another program that changes packages. */
  lock_timeout?: Float;
  /** Only tell what would change. It needs no rights. */
  check?: boolean;
}

const aptSource = builtIn("rmote.tools.apt.Apt");

/** Install, upgrade, hold and remove packages with apt. */
export const Apt = {
  /** Fetch the lists of packages that the repositories have. */
  update: aptSource.method<[keywords?: AptUpdate_], AptUpdate>("update"),
  /** Bring a package to a state. Doing it again changes nothing. */
  package: aptSource.method<
    | [keywords: AptPackage_]
    | [name: string, keywords?: Omit<AptPackage_, "name">],
    AptChange
  >("package"),
  /** Bring several packages to their states at once. Doing it again changes nothing. */
  converge: aptSource.method<
    | [keywords?: AptConverge]
    | [present: readonly string[] | null, keywords?: Omit<AptConverge, "present">],
    AptChange
  >("converge"),
  /** List the packages that are there, by name. */
  list: aptSource.method<
    | [keywords?: AptList]
    | [pattern: string],
    AptPackage[]
  >("list"),
  /** List the packages of which the lists have a newer version that can be installed. */
  upgradable: aptSource.method<[], AptUpgrade[]>("upgradable"),
  /** Finish what dpkg was interrupted in, and install what packages need and have not. */
  repair: aptSource.method<[keywords?: AptRepair], AptChange>("repair"),
};

/** What `AptRepository.present` takes, by name. */
export interface AptRepositoryPresent {
  /** Name of the file without its ending, and of that of the key. */
  name: string;
  /** Where it is, such as `https://deb.debian.org/debian`. */
  uris: readonly string[];
  /** Such as `bookworm`; one that ends with a slash is a path, and has no components. */
  suites: readonly string[];
  /** Such as `main`. */
  components?: readonly string[] | null;
  /** Public key that signs it, in armour (it begins with `-----BEGIN PGP PUBLIC KEY BLOCK-----`); it goes to /etc/apt/keyrings/NAME.asc. */
  key?: string | null;
  /** A file on the target with that key, in armour or not, which is copied there. */
  key_file?: string | null;
  /** A file of keys that is there already and used as it is, or the fingerprint of a key that apt trusts. Without any of the three, each key that apt trusts will do. */
  signed_by?: string | null;
  /** Only for these, such as `amd64`; for all of the target's if left out. */
  architectures?: readonly string[] | null;
  /** Whether it has packages of source that are wanted too. */
  source?: boolean;
  /** Whether apt uses it. */
  enabled?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `AptRepository.absent` takes, by name. */
export interface AptRepositoryAbsent {
  /** Name of the file without its ending. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

const aptRepositorySource = builtIn("rmote.tools.apt_repository.AptRepository");

/** Repositories of apt: a file of its own for each in sources.list.d, with the key beside the others. */
export const AptRepository = {
  /** Have a repository in /etc/apt/sources.list.d, as NAME.sources. Doing it again changes nothing. */
  present: aptRepositorySource.method<
    | [keywords: AptRepositoryPresent]
    | [name: string, keywords: Omit<AptRepositoryPresent, "name">]
    | [name: string, uris: readonly string[], keywords: Omit<AptRepositoryPresent, "name" | "uris">]
    | [name: string, uris: readonly string[], suites: readonly string[], keywords?: Omit<AptRepositoryPresent, "name" | "uris" | "suites">]
    | [name: string, uris: readonly string[], suites: readonly string[], components: readonly string[] | null, keywords?: Omit<AptRepositoryPresent, "name" | "uris" | "suites" | "components">],
    AptRepositoryChange
  >("present"),
  /** Remove the repository that is NAME.sources, and its key. Doing it again changes nothing. */
  absent: aptRepositorySource.method<
    | [keywords: AptRepositoryAbsent]
    | [name: string, keywords?: Omit<AptRepositoryAbsent, "name">],
    AptRepositoryChange
  >("absent"),
};

/** What `Archive.create` takes, by name. */
export interface ArchiveCreate {
  /** Archive to make. */
  path: string;
  /** Files and folders to pack. Each has its own name in the archive, without the folders above it, unless `base` is given. */
  sources: readonly string[];
  /** Folder that the sources lie in: names in the archive are those from there, and sources may be relative to it. The source `.` packs all that is in it. */
  base?: string | null;
  /** Kind of archive; by the end of its name if left out (also .tgz, .txz, .tbz2). */
  format?: "tar" | "tar.gz" | "tar.xz" | "tar.bz2" | "zip" | null;
  /** Patterns of names that are left out, such as `*.pyc`, `.git` or `site/cache/*`; each is compared with the name and with the whole name in the archive. */
  exclude?: readonly string[] | null;
  /** Leave out sockets, pipes and devices, and say so in the log. They are refused otherwise. */
  skip_special?: boolean;
  /** Octal digits such as 0640; that of the old archive if left out. */
  mode?: string | Int | null;
  /** Name or number of a user; that of the old archive if left out. */
  owner?: string | Int | null;
  /** Name or number of a group; that of the old archive if left out. */
  group?: string | Int | null;
  /** Make the folders above it that are not there. */
  make_parents?: boolean;
  /** Only tell whether the archive would be another. It is packed, and thrown away. */
  check?: boolean;
}

/** What `Archive.list` takes, by name. */
export interface ArchiveList {
  /** Archive to read. */
  path: string;
  /** Bytes that its files may have together. */
  max_size?: Int;
  /** How many files, folders and links it may have. */
  max_files?: Int;
}

/** What `Archive.extract` takes, by name. */
export interface ArchiveExtract {
  /** Archive to unpack; its kind is told by its content. */
  path: string;
  /** Folder to unpack into. It is made; one that is there has to be empty, unless `overwrite` is given. */
  target: string;
  /** How many folders to leave out at the start of each name; what has no more of them is left out. 1 is usual for archives of source code. */
  strip?: Int;
  /** Replace the whole folder if it is not as in the archive. What else is in it is removed. */
  overwrite?: boolean;
  /** Give each file to the owner that the archive says, by name or else number, and keep the setuid, setgid and sticky bits. Else all is yours, without these. */
  keep_owner?: boolean;
  /** Name or number of a user who gets all of it. */
  owner?: string | Int | null;
  /** Name or number of a group that gets all of it. */
  group?: string | Int | null;
  /** Bytes that its files may have together. */
  max_size?: Int;
  /** How many files, folders and links it may have. */
  max_files?: Int;
  /** Make the folders above the target that are not there. */
  make_parents?: boolean;
  /** Only tell what would change. The archive is read, and compared with the target. */
  check?: boolean;
}

const archiveSource = builtIn("rmote.tools.archive.Archive");

/** Pack, list and unpack archives: tar, also with gzip, xz or bzip2, and zip. No program is needed. */
export const Archive = {
  /** Pack files and folders into an archive. */
  create: archiveSource.method<
    | [keywords: ArchiveCreate]
    | [path: string, keywords: Omit<ArchiveCreate, "path">]
    | [path: string, sources: readonly string[], keywords?: Omit<ArchiveCreate, "path" | "sources">],
    ArchiveChange
  >("create"),
  /** List what is in an archive, whatever its name. Nothing is unpacked. */
  list: archiveSource.method<
    | [keywords: ArchiveList]
    | [path: string, keywords?: Omit<ArchiveList, "path">],
    ArchiveEntry[]
  >("list"),
  /** See to it that a folder has what is in an archive. */
  extract: archiveSource.method<
    | [keywords: ArchiveExtract]
    | [path: string, keywords: Omit<ArchiveExtract, "path">]
    | [path: string, target: string, keywords?: Omit<ArchiveExtract, "path" | "target">],
    ArchiveChange
  >("extract"),
};

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

/** What `Dnf.update` takes, by name. */
export interface DnfUpdate_ {
  /** Only where the lists are older than so many seconds, one is missing, or a file of the repositories was changed since. */
  ttl?: Int;
  /** Seconds to wait for another program that fetches them. */
  lock_timeout?: Float;
  /** Only tell whether they would be fetched. */
  check?: boolean;
}

/** What `Dnf.package` takes, by name. */
export interface DnfPackage_ {
  /** Name of the package; of one architecture as `glibc.i686`. */
  name: string;
  /** present, in whatever version; latest of the lists; absent. Files of the configuration that were changed by hand are kept as rpm does, as .rpmnew or .rpmsave. */
  state?: "present" | "latest" | "absent";
  /** The version that it is to have, older ones too: `1.22.1`, or `1.22.1-4.el9`. */
  version?: string | null;
  /** Whether what it recommends is installed too; as dnf is configured if left out. */
  weak_dependencies?: boolean | null;
  /** Whether packages that stand in the way, or depend on it, may be removed. */
  remove_others?: boolean;
  /** Seconds to wait for another program that changes packages. */
  lock_timeout?: Float;
  /** Only tell what would change. dnf wants root for this, too. */
  check?: boolean;
}

/** What `Dnf.converge` takes, by name. */
export interface DnfConverge {
  /** Packages to have, in whatever version; `nginx=1.22.1` in that one, older ones too. */
  present?: readonly string[] | null;
  /** Packages to have in the latest version of the lists. */
  latest?: readonly string[] | null;
  /** Packages not to have. */
  absent?: readonly string[] | null;
  /** Whether what they recommend is installed too; as dnf is configured if left out. */
  weak_dependencies?: boolean | null;
  /** Whether packages that stand in the way, or depend on those, may be removed. */
  remove_others?: boolean;
  /** Seconds to wait for another program that changes packages. */
  lock_timeout?: Float;
  /** Only tell what would change. dnf wants root for this, too. */
  check?: boolean;
}

/** What `Dnf.list` takes, by name. */
export interface DnfList {
  /** Which ones; `*` and `?` stand for any characters, `python3-*`. */
  pattern?: string;
}

const dnfSource = builtIn("rmote.tools.dnf.Dnf");

/** Install, upgrade and remove packages with dnf. */
export const Dnf = {
  /** Fetch the lists of packages that the repositories have. */
  update: dnfSource.method<[keywords?: DnfUpdate_], DnfUpdate>("update"),
  /** Bring a package to a state. Doing it again changes nothing. */
  package: dnfSource.method<
    | [keywords: DnfPackage_]
    | [name: string, keywords?: Omit<DnfPackage_, "name">],
    DnfChange
  >("package"),
  /** Bring several packages to their states. Doing it again changes nothing. */
  converge: dnfSource.method<
    | [keywords?: DnfConverge]
    | [present: readonly string[] | null, keywords?: Omit<DnfConverge, "present">],
    DnfChange
  >("converge"),
  /** List the packages that are there, by name. */
  list: dnfSource.method<
    | [keywords?: DnfList]
    | [pattern: string],
    DnfPackage[]
  >("list"),
  /** List the packages of which the lists have a newer version. */
  upgradable: dnfSource.method<[], DnfUpgrade[]>("upgradable"),
};

/** What `DnfRepository.present` takes, by name. */
export interface DnfRepositoryPresent {
  /** Name of the repository, and of the file without its ending. */
  name: string;
  /** Where it is, such as `https://example.org/el$releasever/$basearch/`. */
  addresses?: readonly string[] | null;
  /** Address of a list of mirrors with checksums, instead. */
  metalink?: string | null;
  /** Address of a plain list of mirrors, instead. */
  mirrorlist?: string | null;
  /** What people call it; the name if left out. */
  title?: string | null;
  /** Public key that signs the packages, in armour (it begins with `-----BEGIN PGP PUBLIC KEY BLOCK-----`); it goes to /etc/pki/rpm-gpg/RPM-GPG-KEY-NAME. */
  key?: string | null;
  /** A file of keys that is on the target already, and used as it is. */
  key_file?: string | null;
  /** Whether packages have to be signed by that key, or by one that rpm has. */
  signed?: boolean;
  /** Whether the lists have to be signed too. */
  signed_lists?: boolean;
  /** One with a lower number goes before others; 99 if left out. */
  priority?: Int | null;
  /** Whether dnf uses it. */
  enabled?: boolean;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `DnfRepository.absent` takes, by name. */
export interface DnfRepositoryAbsent {
  /** Name of the file without its ending. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

const dnfRepositorySource = builtIn("rmote.tools.dnf_repository.DnfRepository");

/** Repositories of dnf: a file of its own for each in /etc/yum.repos.d, with the key beside the others. */
export const DnfRepository = {
  /** Have a repository in /etc/yum.repos.d, as NAME.repo. Doing it again changes nothing. */
  present: dnfRepositorySource.method<
    | [keywords: DnfRepositoryPresent]
    | [name: string, keywords?: Omit<DnfRepositoryPresent, "name">]
    | [name: string, addresses: readonly string[] | null, keywords?: Omit<DnfRepositoryPresent, "name" | "addresses">],
    DnfRepositoryChange
  >("present"),
  /** Remove the repository that is NAME.repo, and its key. Doing it again changes nothing. */
  absent: dnfRepositorySource.method<
    | [keywords: DnfRepositoryAbsent]
    | [name: string, keywords?: Omit<DnfRepositoryAbsent, "name">],
    DnfRepositoryChange
  >("absent"),
};

/** What `Exec.command` takes, by name. */
export interface ExecCommand {
  /** Text or bytes for its standard input, which is empty otherwise. */
  input?: string | Uint8Array | null;
  /** Folder to run it in. */
  cwd?: string | null;
  /** Environment variables to set beside those that the session has. */
  env?: ReadonlyMap<string, string> | null;
  /** Name or number of the user to run it as, in their home folder unless `cwd` is given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root. */
  user?: string | null;
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
  /** Name or number of the user to run it as, in their home folder unless `cwd` is given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root. */
  user?: string | null;
  /** Seconds until it and all it started is killed and TimeoutExpired is raised; None for no limit. */
  timeout?: Float | null;
  /** Raise CalledProcessError for an exit status other than 0. */
  check?: boolean;
  /** Return stdout and stderr; they are thrown away otherwise. */
  capture_output?: boolean;
  /** Return them as text (UTF-8, other bytes escaped) instead of bytes. */
  text?: boolean;
}

/** What `Exec.script` takes, by name. */
export interface ExecScript {
  /** The text of the script. */
  script: string;
  /** Program that reads it, with options, such as `python3 -u`. If left out, the one that its first line names after `#!`, else /bin/sh. */
  interpreter?: string | null;
  /** What the script gets as arguments, each as it is. */
  arguments?: readonly string[] | null;
  /** Text or bytes for its standard input, which is empty otherwise. */
  input?: string | Uint8Array | null;
  /** Folder to run it in. */
  cwd?: string | null;
  /** Environment variables to set beside those that the session has. */
  env?: ReadonlyMap<string, string> | null;
  /** Name or number of the user to run it as, in their home folder unless `cwd` is given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root. */
  user?: string | null;
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
  /** Program that reads it instead of /bin/sh, as in `script`: `python3 -u`. */
  interpreter?: string | null;
  /** Text or bytes for its standard input, which is empty otherwise. */
  input?: string | Uint8Array | null;
  /** Folder to run it in. */
  cwd?: string | null;
  /** Environment variables to set beside those that the session has. */
  env?: ReadonlyMap<string, string> | null;
  /** Name or number of the user to run it as, in their home folder unless `cwd` is given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root. */
  user?: string | null;
  /** Seconds until it and all it started is killed and TimeoutExpired is raised; None for no limit. */
  timeout?: Float | null;
  /** Raise CalledProcessError at its end for an exit status other than 0. */
  check?: boolean;
}

/** What `Exec.command_lines` takes, by name. */
export interface ExecCommandLines {
  /** Text or bytes for its standard input, which is empty otherwise. */
  input?: string | Uint8Array | null;
  /** Folder to run it in. */
  cwd?: string | null;
  /** Environment variables to set beside those that the session has. */
  env?: ReadonlyMap<string, string> | null;
  /** Name or number of the user to run it as, in their home folder unless `cwd` is given, with their groups, HOME, USER, LOGNAME and SHELL. Needs root. */
  user?: string | null;
  /** Seconds until it and all it started is killed and TimeoutExpired is raised; None for no limit. */
  timeout?: Float | null;
  /** Raise CalledProcessError at its end for an exit status other than 0. */
  check?: boolean;
}

/** What `Exec.which` takes, by name. */
export interface ExecWhich {
  /** Name of the program, or a path, which is looked at alone. */
  name: string;
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
  /** Run a script with any interpreter, such as Python, Perl or Bash. */
  script: execSource.method<
    | [keywords: ExecScript]
    | [script: string, keywords?: Omit<ExecScript, "script">]
    | [script: string, interpreter: string | null, keywords?: Omit<ExecScript, "script" | "interpreter">],
    CommandResult
  >("script"),
  /** Run a script and yield its output line by line as it comes. */
  lines: execSource.stream<
    | [keywords: ExecLines]
    | [script: string, keywords?: Omit<ExecLines, "script">],
    string,
    null
  >("lines"),
  /** Run one program without a shell and yield its output line by line as it comes. */
  command_lines: execSource.stream<
    | [...argv: string[]]
    | [...argv: string[], keywords: ExecCommandLines],
    string,
    null
  >("command_lines"),
  /** Return the whole path of a program, None where there is none. */
  which: execSource.method<
    | [keywords: ExecWhich]
    | [name: string],
    string | null
  >("which"),
};

/** What `Facts.gather` takes, by name. */
export interface FactsGather {
  /** Which ones; all if left out. */
  parts?: readonly ("os" | "kernel" | "uptime" | "cpu" | "memory" | "disks" | "addresses" | "python" | "package_manager" | "virtualisation" | "users" | "hostname" | "timezone")[] | null;
  /** Seconds that each part has. */
  timeout?: Float;
  /** Seconds that single parts have instead, by their names. */
  timeouts?: ReadonlyMap<string, Float> | null;
}

const factsSource = builtIn("rmote.tools.facts.Facts");

/** Tell what a target is. Nothing is changed, and nothing is sent to anybody else. */
export const Facts = {
  /** Gather what there is to know, all parts side by side. */
  gather: factsSource.method<
    | [keywords?: FactsGather]
    | [parts: readonly ("os" | "kernel" | "uptime" | "cpu" | "memory" | "disks" | "addresses" | "python" | "package_manager" | "virtualisation" | "users" | "hostname" | "timezone")[] | null, keywords?: Omit<FactsGather, "parts">]
    | [parts: readonly ("os" | "kernel" | "uptime" | "cpu" | "memory" | "disks" | "addresses" | "python" | "package_manager" | "virtualisation" | "users" | "hostname" | "timezone")[] | null, timeout: Float, keywords?: Omit<FactsGather, "parts" | "timeout">]
    | [parts: readonly ("os" | "kernel" | "uptime" | "cpu" | "memory" | "disks" | "addresses" | "python" | "package_manager" | "virtualisation" | "users" | "hostname" | "timezone")[] | null, timeout: Float, timeouts: ReadonlyMap<string, Float> | null],
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

/** What `Pacman.update` takes, by name. */
export interface PacmanUpdate_ {
  /** Only where the lists are older than so many seconds, one is missing, or /etc/pacman.conf was changed since. */
  ttl?: Int;
  /** Seconds to wait for another program that uses pacman's database. */
  lock_timeout?: Float;
  /** Only tell whether they would be fetched. */
  check?: boolean;
}

/** What `Pacman.package` takes, by name. */
export interface PacmanPackage_ {
  /** Name of the package; `extra/nginx` takes it from that repository. */
  name: string;
  /** present, in whatever version; latest of the lists; absent. Files of the configuration that were changed by hand are kept as pacman does, as .pacnew or .pacsave. */
  state?: "present" | "latest" | "absent";
  /** Whether packages that depend on one that goes may go too. */
  remove_others?: boolean;
  /** Seconds to wait for another program that uses pacman's database. */
  lock_timeout?: Float;
  /** Only tell what would change. It needs no rights. */
  check?: boolean;
}

/** What `Pacman.converge` takes, by name. */
export interface PacmanConverge {
  /** Packages to have, in whatever version; names of groups are taken too. */
  present?: readonly string[] | null;
  /** Packages to have in the latest version of the lists. */
  latest?: readonly string[] | null;
  /** Packages not to have. */
  absent?: readonly string[] | null;
  /** Whether packages that depend on those that go may go too. */
  remove_others?: boolean;
  /** Seconds to wait for another program that uses pacman's database. */
  lock_timeout?: Float;
  /** Only tell what would change. It needs no rights. */
  check?: boolean;
}

/** What `Pacman.list` takes, by name. */
export interface PacmanList {
  /** Which ones; `*` and `?` stand for any characters, `python-*`. */
  pattern?: string;
}

const pacmanSource = builtIn("rmote.tools.pacman.Pacman");

/** Install, upgrade and remove packages with pacman. */
export const Pacman = {
  /** Fetch the lists of packages that the repositories have. */
  update: pacmanSource.method<[keywords?: PacmanUpdate_], PacmanUpdate>("update"),
  /** Bring a package to a state. Doing it again changes nothing. */
  package: pacmanSource.method<
    | [keywords: PacmanPackage_]
    | [name: string, keywords?: Omit<PacmanPackage_, "name">],
    PacmanChange
  >("package"),
  /** Bring several packages to their states. Doing it again changes nothing. */
  converge: pacmanSource.method<
    | [keywords?: PacmanConverge]
    | [present: readonly string[] | null, keywords?: Omit<PacmanConverge, "present">],
    PacmanChange
  >("converge"),
  /** List the packages that are there, by name. */
  list: pacmanSource.method<
    | [keywords?: PacmanList]
    | [pattern: string],
    PacmanPackage[]
  >("list"),
  /** List the packages of which the lists have a newer version. */
  upgradable: pacmanSource.method<[], PacmanUpgrade[]>("upgradable"),
};

/** What `PacmanRepository.present` takes, by name. */
export interface PacmanRepositoryPresent {
  /** Name of the repository, which that of its list is too. */
  name: string;
  /** Where it is, such as `https://example.org/$repo/os/$arch`; the first that answers. */
  servers?: readonly string[] | null;
  /** A file with servers, such as /etc/pacman.d/mirrorlist, which is there already. */
  include?: string | null;
  /** What has to be signed, such as `Required DatabaseOptional`; as for the others if left out. `pacman-key` adds keys. */
  sig_level?: string | null;
  /** A repository that it goes before: what both have comes from the first. A new one goes to the end if left out, one that is there stays where it is. */
  before?: string | null;
  /** Only tell what would change. */
  check?: boolean;
}

/** What `PacmanRepository.absent` takes, by name. */
export interface PacmanRepositoryAbsent {
  /** Name of the repository. */
  name: string;
  /** Only tell what would change. */
  check?: boolean;
}

const pacmanRepositorySource = builtIn("rmote.tools.pacman_repository.PacmanRepository");

/** Repositories of pacman: sections of /etc/pacman.conf. */
export const PacmanRepository = {
  /** Have a repository as a section of /etc/pacman.conf. Doing it again changes nothing. */
  present: pacmanRepositorySource.method<
    | [keywords: PacmanRepositoryPresent]
    | [name: string, keywords?: Omit<PacmanRepositoryPresent, "name">]
    | [name: string, servers: readonly string[] | null, keywords?: Omit<PacmanRepositoryPresent, "name" | "servers">],
    PacmanRepositoryChange
  >("present"),
  /** Remove a repository from /etc/pacman.conf. Doing it again changes nothing. */
  absent: pacmanRepositorySource.method<
    | [keywords: PacmanRepositoryAbsent]
    | [name: string, keywords?: Omit<PacmanRepositoryAbsent, "name">],
    PacmanRepositoryChange
  >("absent"),
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
  /** How many bytes of the whole content are before them. */
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
