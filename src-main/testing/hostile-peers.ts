import type { FailureCode } from "../../src-shared/failure";

/** A peer that is no agent: what reaches it, and what connecting to it has to fail with. */
export interface HostilePeer {
  name: string;
  /** As for `--command`. */
  prefix: string;
  code: FailureCode;
  /** What the failure has to say, message and lines in one. */
  says?: RegExp;
}

/**
 * Part of the command line of whatever would outlive its connection. Each process that tests has its own, so
 * that none counts what another one has just started.
 */
export const LINGERS = `sleep ${76_540_000_000 + process.pid * 10}`;

/** A peer that is a script. Its arguments are a python and what that is given, `$5` the nonce. */
export const script = (text: string) => `sh -c '${text}' sh`;

export const hostilePeers: HostilePeer[] = [
  { name: "one that echoes", prefix: script("cat"), code: "connect_timeout" },
  {
    name: "one that writes without end",
    prefix: script("yes"),
    code: "not_an_agent",
    says: /much/,
  },
  { name: "yes itself, which knows no -c", prefix: "yes", code: "not_an_agent", says: /yes: / },
  { name: "cat itself, which knows no -c", prefix: "cat", code: "not_an_agent", says: /cat: / },
  { name: "false", prefix: "false", code: "not_an_agent", says: /exit status 1/ },
  { name: "true", prefix: "true", code: "not_an_agent", says: /exit status 0/ },
  { name: "one that sleeps", prefix: script(`exec ${LINGERS}`), code: "connect_timeout" },
  {
    name: "one that writes random bytes",
    prefix: script("head -c 1048576 /dev/urandom"),
    code: "not_an_agent",
    says: /much/,
  },
  {
    name: "an agent behind a banner of 1 MiB",
    prefix: script('yes banner | head -c 1048576; exec "$@"'),
    code: "not_an_agent",
    says: /banner/,
  },
  {
    name: "one that closes its output and goes on",
    prefix: script(`exec >&-; exec ${LINGERS}`),
    code: "not_an_agent",
    says: /output closed/,
  },
  {
    name: "one that closes its input and goes on",
    prefix: script(`exec <&-; exec ${LINGERS}`),
    code: "connect_timeout",
  },
  {
    name: "one that writes to stderr without end",
    prefix: script("yes trouble >&2"),
    code: "connect_timeout",
    says: /trouble/,
  },
  {
    name: "one that answers as stage 0 and then hangs",
    prefix: script(`printf "0x%x\\n" "$5"; exec ${LINGERS}`),
    code: "connect_timeout",
  },
  {
    name: "one that answers as stage 0 and ends",
    prefix: script('printf "0x%x\\n" "$5"; echo last words >&2; exit 3'),
    code: "agent_crashed",
    says: /last words/,
  },
  {
    name: "one that goes on with no frames",
    prefix: script(`printf "PROTOCOL READY\\n%99s" nonsense; exec ${LINGERS}`),
    code: "protocol_error",
  },
  { name: "one that is stopped", prefix: script("kill -STOP $$"), code: "connect_timeout" },
  {
    name: "one that is killed",
    prefix: script("kill -KILL $$"),
    code: "not_an_agent",
    says: /SIGKILL/,
  },
  {
    name: "one that leaves a child with its pipes",
    prefix: script(`${LINGERS} & exit`),
    code: "connect_timeout",
  },
  {
    name: "one that ignores SIGTERM",
    prefix: script(`trap "" TERM; exec ${LINGERS}`),
    code: "connect_timeout",
  },
  {
    name: "one without a Python",
    prefix: "env -i PATH=/var/empty",
    code: "no_python",
    says: /python3/,
  },
  {
    name: "a folder that is none",
    prefix: "chroot /no/such",
    code: "not_an_agent",
    says: /chroot: /,
  },
  {
    name: "a program that is none",
    prefix: "no-such-program -x",
    code: "no_transport",
    says: /no-such-program/,
  },
];

/** A peer that is an agent in spite of its banner, which is nearly as long as is put up with. */
export const wordyPeer = script('yes banner | head -c 61440; exec "$@"');
