/** Values that a data set may have at the most, what its aliases repeat counted each time. */
export const MAX_DATA_VALUES = 200_000;

/** The deepest nesting of a data set: below that of a value on the wire. */
export const MAX_DATA_DEPTH = 200;

export const tooDeep = `This is nested deeper than ${MAX_DATA_DEPTH} levels.`;
export const tooMany = `A data set has ${MAX_DATA_VALUES} values at the most.`;

/** What is said of a data set that is something else than names and values. */
export function notNames(what: string, example: string): string {
  return `A data set is ${what} of names and their values: ${example}.`;
}
