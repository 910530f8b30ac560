import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.js';

describe('[T-031] markup', () => {
  it('takes every value for text, and only markup for markup', () => {
    expect(html`<p>${'<b>&"\''}</p>`.text).toBe('<p>&#60;b&#62;&#38;&#34;&#39;</p>');
    expect(html`<p>${html`<b>${'&'}</b>`}</p>`.text).toBe('<p><b>&#38;</b></p>');
    expect(html`${['<', html`<br />`, 1, 0]}`.text).toBe('&#60;<br />10');
  });

  it('leaves out what is not there', () => {
    expect(html`[${undefined}${null}${false}${''}${[]}]`.text).toBe('[]');
  });

  it('is not fooled by an object that looks like markup', () => {
    const forged = JSON.parse('{"text":"<script>"}') as never;
    expect(html`${forged}`.text).not.toContain('<script>');
  });

  it('holds no value that ends an attribute or begins a tag', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { text } = html`<a title="${value}">${value}</a>`;
        expect(text.match(/["<>]/g)).toEqual(['<', '"', '"', '>', '<', '>']);
        expect(text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))).toBe(
          `<a title="${value}">${value}</a>`.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
        );
      }),
    );
  });
});
