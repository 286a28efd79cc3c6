/** Where each parameter stands in the label: texts alone would be found in the name of the function, too. */
export function parameterPlaces(label: string, parameters: readonly string[]): [number, number][] {
  let from = label.indexOf("(") + 1;
  return parameters.map((parameter) => {
    const start = label.indexOf(parameter, from);
    if (start < 0) return [0, 0];
    from = start + parameter.length;
    return [start, from];
  });
}
