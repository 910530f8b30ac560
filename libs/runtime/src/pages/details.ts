import { type AuthorizationDetailType } from '@clientele/client-schema';
import { type AuthorizationDetail } from '../authorization-details/authorization-detail.js';
import { type Html, html } from './html.js';

/** What is asked for in detail: under what the type means, every member that the client sent, and nothing else. */
export function detailList(
  details: readonly AuthorizationDetail[],
  types: readonly AuthorizationDetailType[],
): readonly Html[] {
  return details.map(({ type, ...members }) => {
    const known = types.find((one) => one.type === type);
    return html`<section class="detail">
      <h2>${known?.description || type}</h2>
      <dl>
        ${linesOf(members, known?.schema).map(
          ([name, value]) =>
            html`<div>
              <dt><bdi>${name}</bdi></dt>
              <dd><bdi>${value}</bdi></dd>
            </div>`,
        )}
      </dl>
    </section>`;
  });
}

/** A value line by line: the way to each part of it, and what stands there. */
function linesOf(value: unknown, schema: unknown, path = ''): [name: string, value: string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  if (Array.isArray(value)) {
    if (value.every((entry) => typeof entry !== 'object')) return [[path, value.join(', ')]];
    return value.flatMap((entry, index) => linesOf(entry, memberOf(schema, 'items'), `${path} ${index + 1}`));
  }
  const members = Object.entries(value);
  if (members.length === 0 && path !== '') return [[path, '–']];
  return members.flatMap(([name, member]) => {
    const own = memberOf(memberOf(schema, 'properties'), name);
    const title = memberOf(own, 'title');
    const label = typeof title === 'string' ? title : name;
    return linesOf(member, own, path === '' ? label : `${path} › ${label}`);
  });
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
