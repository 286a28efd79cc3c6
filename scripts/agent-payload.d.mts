export function compact(source: string): string;
export function agentPayload(folder: string): Buffer;
export function modulesOf(folder: string, source: string): Record<string, string>;
export function stage0(folder: string): string;
export function terminalHelper(folder: string): string;
