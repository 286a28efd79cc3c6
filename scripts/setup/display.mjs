/**
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * The command itself where there is a display, else the same command in a virtual one.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @returns {{ command: string, args: string[], virtual: boolean }}
 */
export function onDisplay(command, args, env = process.env, platform = process.platform) {
  if (hasDisplay(env, platform)) return { command, args, virtual: false };
  const screen = "-screen 0 1920x1080x24";
  return { command: "xvfb-run", args: ["-a", "-s", screen, command, ...args], virtual: true };
}
