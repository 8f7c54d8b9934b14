/**
 * What markup from a cell may hold, as pure rules over names and values. All of it is a list of what is
 * allowed: what is not named here is left out. Nothing allowed can run script or load an address.
 */

const HTML_TAGS =
  'a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption ' +
  'figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary ' +
  'sup table tbody td tfoot th thead time tr u ul var wbr';

/** No style, script, foreignObject, animation, feImage: each of them can load or run something. */
const SVG_TAGS =
  'svg g path rect circle ellipse line polyline polygon text tspan textPath title desc defs use symbol ' +
  'linearGradient radialGradient stop clipPath mask marker pattern image filter feGaussianBlur feOffset ' +
  'feBlend feColorMatrix feFlood feMerge feMergeNode feComposite';

export const TAGS: readonly string[] = `${HTML_TAGS} ${SVG_TAGS}`.split(' ');

const HTML_ATTRIBUTES =
  'align alt cite class colspan datetime dir headers height href id lang open reversed role rowspan scope ' +
  'span src start style title type value width';

const SVG_ATTRIBUTES =
  'clip-path clip-rule color cx cy d dominant-baseline dx dy fill fill-opacity fill-rule filter flood-color ' +
  'flood-opacity font-family font-size font-style font-variant font-weight fx fy gradientTransform ' +
  'gradientUnits in in2 letter-spacing marker-end marker-mid marker-start markerHeight markerUnits ' +
  'markerWidth mask maskUnits mode offset opacity operator orient paint-order pathLength ' +
  'patternTransform patternUnits points preserveAspectRatio r refX refY result rotate rx ry ' +
  'shape-rendering startOffset stdDeviation stop-color stop-opacity stroke stroke-dasharray ' +
  'stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width ' +
  'text-anchor text-decoration textLength transform transform-origin values vector-effect viewBox ' +
  'visibility x x1 x2 xlink:href xmlns xmlns:xlink y y1 y2';

export const ATTRIBUTES: readonly string[] = `${HTML_ATTRIBUTES} ${SVG_ATTRIBUTES}`.split(' ');

/** Where a link may lead: other pages and mail, by a press of the person. Never into this program. */
export function safeLink(address: string): boolean {
  return /^(https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu.test(address);
}

/** Pictures that carry their own bytes. SVG is not among them: it is a document of its own. */
export function safePicture(address: string): boolean {
  return /^data:image\/(png|jpeg|gif|webp);base64,[a-z0-9+/]+={0,2}$/i.test(address);
}

/** A reference into the same picture, as in `#gradient`. */
export function localReference(address: string): boolean {
  return /^#[\w.:-]+$/.test(address);
}

/** No function of CSS or SVG but those that only compute; `url` only into the same picture. */
export function safeValue(value: string): boolean {
  if (/[\\<>@{};]|\/\*/.test(value)) return false;
  const withoutLocal = value.replaceAll(/\burl\(\s*(["']?)#[\w.:-]+\1\s*\)/gi, '');
  return [...withoutLocal.matchAll(/([\w-]*)\s*\(/g)].every(([, name]) =>
    FUNCTIONS.has(name!.toLowerCase()),
  );
}

/** The empty name is a bracket inside `calc`. */
const FUNCTIONS = new Set([
  '',
  ...'calc clamp color hsl hsla hwb lab lch matrix max min oklab oklch rgb rgba rotate scale scalex scaley'.split(
    ' ',
  ),
  ...'skewx skewy translate translatex translatey var'.split(' '),
]);

const PROPERTIES =
  /^(align-(content|items|self)|background-color|border(-(top|right|bottom|left))?(-(color|width|style|radius))?|border-(collapse|spacing)|border-(top|bottom)-(left|right)-radius|box-sizing|color|column-gap|columns|cursor|dominant-baseline|display|fill(-opacity)?|flex(-(basis|direction|grow|shrink|wrap))?|font(-(family|size|style|variant|variant-numeric|weight))?|gap|grid-(column|row|template-(columns|rows))|height|justify-(content|items|self)|letter-spacing|line-height|list-style-type|margin(-(top|right|bottom|left))?|max-(height|width)|min-(height|width)|opacity|overflow(-(x|y|wrap))?|padding(-(top|right|bottom|left))?|row-gap|stroke(-(dasharray|dashoffset|linecap|linejoin|opacity|width))?|text-(align|anchor|decoration|indent|overflow|transform)|transform(-origin)?|vertical-align|visibility|white-space|width|word-break)$/;

/** The declarations that cannot load or leave their place; the others are dropped one by one. */
export function cleanStyle(style: string): string {
  return style
    .split(';')
    .map((declaration) => {
      const colon = declaration.indexOf(':');
      const property = declaration.slice(0, colon).trim().toLowerCase();
      const value = declaration.slice(colon + 1).trim();
      return PROPERTIES.test(property) && value && safeValue(value) ? `${property}: ${value}` : '';
    })
    .filter(Boolean)
    .join('; ');
}

/** The attribute's value as it may stay; null where it may not. Names in lower case. */
export function cleanAttribute(tag: string, name: string, value: string): string | null {
  switch (name) {
    case 'href':
    case 'xlink:href':
      if (tag === 'a') return name === 'href' && safeLink(value) ? value : null;
      if (tag === 'image') return safePicture(value) ? value : null;
      return localReference(value) ? value : null;
    case 'src':
      return tag === 'img' && safePicture(value) ? value : null;
    case 'style':
      return cleanStyle(value) || null;
    case 'alt':
    case 'title':
    case 'class':
    case 'id':
    case 'xmlns':
    case 'xmlns:xlink':
      return value;
    case 'role':
      return /^(img|presentation|none|group|list|listitem|note)$/.test(value) ? value : null;
    case 'cite':
      return null;
    default:
      return name.startsWith('aria-') || safeValue(value) ? value : null;
  }
}
