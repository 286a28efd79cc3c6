/** Writes all that a worker starts from. @returns bytes of the snapshot, compressed */
export function writePython(target: string): Promise<number>;
