import { type TemplateArea } from '@clientele/client-schema';
import { digestOf } from '../secrets.js';

/** The address of the styles of an area. It changes with them, so that they may be kept for long. */
export function areaStylesPath(area: TemplateArea): string {
  return `/assets/areas/${encodeURIComponent(area.id)}.css?v=${digestOf(areaStyles(area)).slice(0, 12)}`;
}

/** What an area changes of the style sheet. Each colour was checked to be nothing else when it was stored. */
export function areaStyles({ accent_color: accent, background_color: background }: TemplateArea): string {
  const variables = [
    ...(accent === null ? [] : [`--accent: ${accent};`, `--on-accent: ${readableOn(accent)};`]),
    ...(background === null ? [] : [`--page: ${background};`]),
  ];
  return variables.length === 0 ? '' : `:root { ${variables.join(' ')} }\n`;
}

/** Black or white, whichever has the higher contrast: WCAG 2.2, relative luminance. */
function readableOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff';
}
