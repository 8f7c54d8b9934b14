import { describe, expect, it } from 'vitest';
import {
  ATTRIBUTES,
  cleanAttribute,
  cleanStyle,
  localReference,
  safeLink,
  safePicture,
  safeValue,
  TAGS,
} from '../../../../src/core/markup/markup-rules';

describe('what markup from a cell may hold', () => {
  it('names no element that runs, loads or asks', () => {
    const never =
      'script style link meta base iframe frame object embed applet form input button select textarea video audio ' +
      'source track picture template slot foreignObject animate animateTransform animateMotion set feImage math ' +
      'dialog portal noscript body html head title svg:script';
    for (const tag of never.split(' ').filter((each) => each !== 'title')) {
      expect(TAGS, tag).not.toContain(tag);
    }
  });

  it('names no attribute that runs, loads or asks', () => {
    for (const name of ATTRIBUTES)
      expect(name).not.toMatch(
        /^on|^(srcset|srcdoc|ping|poster|background|action|formaction|is|slot|target|rel|download|name|tabindex|autofocus|popover|contenteditable)$/i,
      );
  });

  it('lets links lead to other pages and to mail only', () => {
    for (const link of ['https://example.org/a?b#c', 'http://example.org', 'mailto:a@example.org'])
      expect(safeLink(link), link).toBe(true);
    for (const link of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'java\tscript:alert(1)',
      '\u0001https://a',
      'data:text/html,a',
      'vbscript:a',
      'blob:https://a/b',
      'file:///etc/passwd',
      '#/workspace',
      '/',
      '?a',
      'a.html',
      '//example.org',
      'https://a b',
      '',
      'ftp://a',
      'mailto:',
      'about:blank',
    ])
      expect(safeLink(link), link).toBe(false);
  });

  it('shows pictures that carry their own bytes and are no documents', () => {
    expect(safePicture('data:image/png;base64,iVBORw0KGgo=')).toBe(true);
    for (const address of [
      'https://a/b.png',
      '//a/b.png',
      'b.png',
      'blob:https://a/b',
      'data:image/svg+xml;base64,AAAA',
      'data:image/svg+xml,<svg/>',
      'data:text/html;base64,AAAA',
      'data:image/png;base64,A"onerror=',
      'data:image/png,abc',
      '',
    ])
      expect(safePicture(address), address).toBe(false);
  });

  it('refers into the same picture only', () => {
    expect(localReference('#gradient-1')).toBe(true);
    for (const address of ['#', 'a.svg#b', 'https://a/b#c', '#a"b', '#/workspace', 'data:a#b'])
      expect(localReference(address), address).toBe(false);
  });

  it('keeps functions that only compute', () => {
    for (const value of [
      'red',
      'url(#a)',
      'url("#a") none',
      'rgb(1 2 3 / 0.5)',
      'calc((1px + 2px) * 3)',
      'var(--c1)',
      'translate(3,4) rotate(5)',
      'M0 0L9 9',
      '10 20',
    ])
      expect(safeValue(value), value).toBe(true);
    for (const value of [
      'url(https://a)',
      'url(a.svg#b)',
      'URL ( "//a" )',
      'image-set("a" 1x)',
      'image("a")',
      'src("a")',
      'attr(a url)',
      'expression(a)',
      'element(#a)',
      'cross-fade(a, b)',
      'paint(a)',
      '\\75rl(a)',
      'u/**/rl(a)',
      'red; background: blue',
      'a } b {',
      '@import "a"',
      'url(#a) url(b)',
      '</style><script>',
      'env(a)',
      '-webkit-image-set("a" 1x)',
    ])
      expect(safeValue(value), value).toBe(false);
  });

  it('drops the declarations of a style that load or leave their place, one by one', () => {
    expect(cleanStyle('color: red; position: fixed; inset: 0; z-index: 9; font-weight: 600')).toBe(
      'color: red; font-weight: 600',
    );
    expect(cleanStyle('background: red')).toBe('');
    expect(cleanStyle('COLOR:Red;background-image:url(#a);--a:url(b);width:calc(1px + 2px)')).toBe(
      'color: Red; width: calc(1px + 2px)',
    );
    expect(cleanStyle('color: "a;b: url(c)"; width: 1px')).not.toMatch(/url/);
    expect(
      cleanStyle(
        'behavior: url(a); -moz-binding: url(b); filter: blur(3px); animation: a 1s; transition: all 1s; float: left',
      ),
    ).toBe('');
  });

  it('judges each address by the element it stands on', () => {
    expect(cleanAttribute('a', 'href', 'https://a')).toBe('https://a');
    expect(cleanAttribute('a', 'href', '#a')).toBe(null);
    expect(cleanAttribute('a', 'xlink:href', 'https://a')).toBe(null);
    expect(cleanAttribute('use', 'href', '#a')).toBe('#a');
    expect(cleanAttribute('use', 'href', 'https://a')).toBe(null);
    expect(cleanAttribute('textpath', 'xlink:href', '#a')).toBe('#a');
    expect(cleanAttribute('image', 'href', 'https://a/b.png')).toBe(null);
    expect(cleanAttribute('img', 'src', 'https://a/b.png')).toBe(null);
    expect(cleanAttribute('p', 'src', 'data:image/png;base64,AAAA')).toBe(null);
    expect(cleanAttribute('p', 'role', 'dialog')).toBe(null);
    expect(cleanAttribute('p', 'title', '5 < 6; { }')).toBe('5 < 6; { }');
  });
});
