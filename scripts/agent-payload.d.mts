export function compact(source: string): string;
export function agentPayload(folder: string): Buffer;
export function stage0(folder: string): string;
export function terminalHelper(folder: string): string;
