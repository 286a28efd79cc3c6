/** Reads `oklch(L% C H)` without alpha. Null for anything else. */
export function parseOklch(text: string): [number, number, number] | null {
  const match = /^oklch\(([\d.]+)%\s+([\d.]+)\s+([\d.]+)\)$/.exec(text.trim());
  if (match === null) return null;
  return [Number(match[1]) / 100, Number(match[2]), Number(match[3])];
}

/** Linear sRGB of an OKLCH colour, clipped to the gamut. Matrices from Björn Ottosson's OKLab. */
export function oklchToLinear([l, c, h]: [number, number, number]): [number, number, number] {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (x: number) => Math.min(1, Math.max(0, x));
  return [
    clip(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ];
}

/** `#rrggbb` of an OKLCH colour, for what cannot read OKLCH. */
export function oklchToHex(color: [number, number, number]): string {
  const channel = (x: number) => {
    const encoded = x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, "0");
  };
  return `#${oklchToLinear(color).map(channel).join("")}`;
}

/** Contrast ratio of WCAG 2, from 1 to 21. */
export function contrast(a: [number, number, number], b: [number, number, number]): number {
  const luminance = (color: [number, number, number]) => {
    const [red, green, blue] = oklchToLinear(color);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
