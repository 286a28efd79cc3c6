import { create } from "zustand";
import { recall, remember } from "./remembered";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export const useTheme = create<{ theme: Theme }>(() => ({ theme: "system" }));

export function setTheme(theme: Theme): void {
  useTheme.setState({ theme });
  remember("theme", theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function startTheme(): void {
  const theme = themes.find((each) => each === recall("theme"));
  if (theme !== undefined) setTheme(theme);
}
