import type { Services } from "../services";
import type { Dialogs } from "./dialogs";
import type { Handlers } from "./handlers";

type Channel = "settings" | "saveSettings" | "chooseSshConfig";

export function settingsHandlers(
  { settings }: Services,
  dialogs: Dialogs,
): Pick<Handlers, Channel> {
  return {
    settings: () => settings.get(),
    saveSettings: ({ settings: part }) => settings.save(part),
    chooseSshConfig: () => dialogs.openFile("The ssh configuration to read", []),
  };
}
