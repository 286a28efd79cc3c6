// The snippets with the types of their signatures in resources/snippets.
// Made by: npx vitest run src-main/api/built-in-tools.test.ts -u
import {
  type DatetimeValue,
  type Float,
  type Int,
  type NamedTupleValue,
  builtIn,
} from "./tool-types";

export type Certificate = NamedTupleValue<{
  place: string;
  state: string;
  days_left: Int;
  expires: DatetimeValue;
  begins: DatetimeValue;
  subject: string;
  issuer: string;
}>;

export type Deployment = NamedTupleValue<{
  changed: boolean;
  path: string;
  diff: string | null;
  changes: string[];
  backup: string | null;
  reloaded: boolean;
}>;

export type FileSystemUse = NamedTupleValue<{
  mount: string;
  state: string;
  used_percent: Float;
  free_bytes: Int;
  size_bytes: Int;
  inodes_percent: Float;
  kind: string;
  device: string;
}>;

export type FolderUse = NamedTupleValue<{
  path: string;
  bytes: Int;
  files: Int;
}>;

export type LargeFile = NamedTupleValue<{
  path: string;
  bytes: Int;
  modified: DatetimeValue;
  owner: string;
}>;

export type HeldFile = NamedTupleValue<{
  path: string;
  bytes: Int;
  pid: Int;
  command: string;
}>;

export type Login = NamedTupleValue<{
  user: string;
  terminal: string;
  origin: string;
  since: DatetimeValue | null;
  idle_seconds: Int | null;
  pid: Int;
}>;

export type Rotation = NamedTupleValue<{
  changed: boolean;
  path: string;
  size_bytes: Int;
  changes: string[];
}>;

/** What `CertificateExpiry.server` takes, by name. */
export interface CertificateExpiryServer {
  /** Name or address to connect to. */
  host?: string;
  /** Port to connect to. */
  port?: Int;
  /** Name to ask for (SNI); the host's if left out. */
  name?: string;
  /** With fewer days left it "expires soon". */
  warn_days?: Int;
  /** Seconds until it is given up. */
  timeout?: Float;
}

/** What `CertificateExpiry.files` takes, by name. */
export interface CertificateExpiryFiles {
  /** Files to read, PEM or DER; `**` stands for any folders: `/etc/nginx/**\/*.crt`. */
  pattern?: string;
  /** With fewer days left one "expires soon". */
  warn_days?: Int;
  /** Leave out what is valid for longer. */
  only_soon?: boolean;
}

const certificateExpirySource = builtIn("rmote.snippets.certificate_expiry.CertificateExpiry");

/** Tell how long certificates are valid. Nothing is changed, and openssl is not needed. */
export const CertificateExpiry = {
  /** Tell how long the certificate that a TLS server shows is valid, seen from the target. */
  server: certificateExpirySource.method<
    | [keywords?: CertificateExpiryServer]
    | [host: string, keywords?: Omit<CertificateExpiryServer, "host">]
    | [host: string, port: Int, keywords?: Omit<CertificateExpiryServer, "host" | "port">]
    | [host: string, port: Int, name: string, keywords?: Omit<CertificateExpiryServer, "host" | "port" | "name">]
    | [host: string, port: Int, name: string, warn_days: Int, keywords?: Omit<CertificateExpiryServer, "host" | "port" | "name" | "warn_days">]
    | [host: string, port: Int, name: string, warn_days: Int, timeout: Float],
    Certificate
  >("server"),
  /** List the certificates in files, those that expire first in front. */
  files: certificateExpirySource.method<
    | [keywords?: CertificateExpiryFiles]
    | [pattern: string, keywords?: Omit<CertificateExpiryFiles, "pattern">]
    | [pattern: string, warn_days: Int, keywords?: Omit<CertificateExpiryFiles, "pattern" | "warn_days">]
    | [pattern: string, warn_days: Int, only_soon: boolean],
    Certificate[]
  >("files"),
};

/** What `DeployConfig.deploy` takes, by name. */
export interface DeployConfigDeploy {
  /** The config file, such as `/etc/nginx/nginx.conf`. */
  path: string;
  /** What the whole file is to be. */
  content: string;
  /** Command that has to end with status 0, with {} for the new file: `nginx -t -c {}`, `sshd -t -f {}`, `visudo -cf {}`. No shell reads it. */
  validate?: string;
  /** Command after the change: `systemctl reload nginx`. */
  reload?: string;
  /** Octal digits such as 0640; that of the old file if left out. */
  mode?: string;
  /** Keep the old file beside the new one, as NAME.20261126T120000Z~ (UTC). */
  keep_backup?: boolean;
  /** Only tell what would change, as a diff. No command is run. */
  check?: boolean;
}

const deployConfigSource = builtIn("rmote.snippets.deploy_config.DeployConfig");

/** Put a config file in its place so that a mistake in it does no harm. */
export const DeployConfig = {
  /** Make a file have this content, then have its program read it. */
  deploy: deployConfigSource.method<
    | [keywords: DeployConfigDeploy]
    | [path: string, keywords: Omit<DeployConfigDeploy, "path">]
    | [path: string, content: string, keywords?: Omit<DeployConfigDeploy, "path" | "content">],
    Deployment
  >("deploy"),
};

/** What `DiskReport.report` takes, by name. */
export interface DiskReportReport {
  /** From here on a file system is "nearly full", by its room or its inodes. */
  warn_percent?: Float;
  /** From here on it is "full". */
  full_percent?: Float;
  /** Look at network file systems too. One whose server is away makes the call wait. */
  network?: boolean;
}

/** What `DiskReport.folders` takes, by name. */
export interface DiskReportFolders {
  /** Folder to look into. */
  path?: string;
  /** How many folders at the most. */
  top?: Int;
}

const diskReportSource = builtIn("rmote.snippets.disk_report.DiskReport");

/** Tell how full the disks of a machine are. Nothing is changed. */
export const DiskReport = {
  /** List the file systems that take files, the fullest one first. */
  report: diskReportSource.method<
    | [keywords?: DiskReportReport]
    | [warn_percent: Float, keywords?: Omit<DiskReportReport, "warn_percent">]
    | [warn_percent: Float, full_percent: Float, keywords?: Omit<DiskReportReport, "warn_percent" | "full_percent">]
    | [warn_percent: Float, full_percent: Float, network: boolean],
    FileSystemUse[]
  >("report"),
  /** List the folders directly below a path that take the most room. */
  folders: diskReportSource.method<
    | [keywords?: DiskReportFolders]
    | [path: string, keywords?: Omit<DiskReportFolders, "path">]
    | [path: string, top: Int],
    FolderUse[]
  >("folders"),
};

/** What `FollowLog.follow` takes, by name. */
export interface FollowLogFollow {
  /** The log. */
  path?: string;
  /** Only lines in which this regular expression is found: `error|fail`. Large and small letters are the same. */
  pattern?: string;
  /** How many of the lines that are there already, out of the last MiB. */
  lines?: Int;
  /** Wait for more until the call is cancelled; else end with the last line. */
  stay?: boolean;
}

/** What `FollowLog.journal` takes, by name. */
export interface FollowLogJournal {
  /** Only lines of this unit: `nginx.service`. */
  unit?: string;
  /** Only lines in which this regular expression is found, as in `follow`. */
  pattern?: string;
  /** How many of the lines that are there already are looked at. */
  lines?: Int;
  /** Wait for more until the call is cancelled; else end with the last line. */
  stay?: boolean;
}

const followLogSource = builtIn("rmote.snippets.follow_log.FollowLog");

/** Watch logs until you cancel the call. Nothing is changed. */
export const FollowLog = {
  /** Yield the last lines of a log, then each that is written. */
  follow: followLogSource.stream<
    | [keywords?: FollowLogFollow]
    | [path: string, keywords?: Omit<FollowLogFollow, "path">]
    | [path: string, pattern: string, keywords?: Omit<FollowLogFollow, "path" | "pattern">]
    | [path: string, pattern: string, lines: Int, keywords?: Omit<FollowLogFollow, "path" | "pattern" | "lines">]
    | [path: string, pattern: string, lines: Int, stay: boolean],
    string,
    null
  >("follow"),
  /** Yield the last lines of systemd's journal, then each that is written. */
  journal: followLogSource.stream<
    | [keywords?: FollowLogJournal]
    | [unit: string, keywords?: Omit<FollowLogJournal, "unit">]
    | [unit: string, pattern: string, keywords?: Omit<FollowLogJournal, "unit" | "pattern">]
    | [unit: string, pattern: string, lines: Int, keywords?: Omit<FollowLogJournal, "unit" | "pattern" | "lines">]
    | [unit: string, pattern: string, lines: Int, stay: boolean],
    string,
    null
  >("journal"),
};

/** What `LargeFiles.find` takes, by name. */
export interface LargeFilesFind {
  /** Folder to look into. */
  path?: string;
  /** Only files that take at least so many MiB on the disk. */
  min_mib?: Float;
  /** How many files at the most. */
  top?: Int;
  /** Only files that were not written for so many days. */
  older_than_days?: Float | null;
  /** Only files with such a name: `*.log`. */
  pattern?: string;
}

/** What `LargeFiles.held` takes, by name. */
export interface LargeFilesHeld {
  /** Only files of at least so many MiB. */
  min_mib?: Float;
}

const largeFilesSource = builtIn("rmote.snippets.large_files.LargeFiles");

/** Find what takes the room on a disk. Nothing is changed. */
export const LargeFiles = {
  /** List the largest files below a folder. */
  find: largeFilesSource.method<
    | [keywords?: LargeFilesFind]
    | [path: string, keywords?: Omit<LargeFilesFind, "path">]
    | [path: string, min_mib: Float, keywords?: Omit<LargeFilesFind, "path" | "min_mib">]
    | [path: string, min_mib: Float, top: Int, keywords?: Omit<LargeFilesFind, "path" | "min_mib" | "top">]
    | [path: string, min_mib: Float, top: Int, older_than_days: Float | null, keywords?: Omit<LargeFilesFind, "path" | "min_mib" | "top" | "older_than_days">]
    | [path: string, min_mib: Float, top: Int, older_than_days: Float | null, pattern: string],
    LargeFile[]
  >("find"),
  /** List files that were deleted while a program has them open: `df` counts them, `du` does not. */
  held: largeFilesSource.method<
    | [keywords?: LargeFilesHeld]
    | [min_mib: Float],
    HeldFile[]
  >("held"),
};

/** What `LoggedIn.who` takes, by name. */
export interface LoggedInWho {
  /** Record of logins to read instead of /run/utmp, in the same form. */
  file?: string;
}

const loggedInSource = builtIn("rmote.snippets.logged_in.LoggedIn");

/** See who works on a machine, for example before it is restarted. Nothing is changed. */
export const LoggedIn = {
  /** List who is logged in, the latest first. */
  who: loggedInSource.method<
    | [keywords?: LoggedInWho]
    | [file: string],
    Login[]
  >("who"),
};

/** What `RotateLog.rotate` takes, by name. */
export interface RotateLogRotate {
  /** The log. */
  path?: string;
  /** How many old ones stay, at least 1. */
  keep?: Int;
  /** Only rotate a log of more KiB than this. */
  larger_than_kib?: Float;
  /** Command after which its program writes into the new file, such as `systemctl kill -s USR1 nginx`. No shell reads it. */
  reopen?: string;
  /** Copy the log and empty it, for a program that never opens its log anew. Lines that are written in between are lost. */
  copy?: boolean;
  /** Only tell what would be done. */
  check?: boolean;
}

const rotateLogSource = builtIn("rmote.snippets.rotate_log.RotateLog");

/** Rotate a log by hand, where logrotate does not do it. */
export const RotateLog = {
  /** Set a log aside and begin an empty one with its mode and owner. */
  rotate: rotateLogSource.method<
    | [keywords?: RotateLogRotate]
    | [path: string, keywords?: Omit<RotateLogRotate, "path">],
    Rotation
  >("rotate"),
};
