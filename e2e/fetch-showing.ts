import { once } from 'node:events';
import { type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { type Issued } from '@clientele/runtime/testing/certificates';

/** A fetch that shows a certificate when it connects, as an application would give it to its library. */
export function fetchShowing({ pem: cert, keyPem: key }: Pick<Issued, 'pem' | 'keyPem'>) {
  return async (
    url: string,
    init: { method?: string; headers?: HeadersInit; body?: unknown } = {},
  ): Promise<Response> => {
    const content = new Response(init.body as BodyInit | null | undefined);
    const headers = Object.fromEntries(new Headers(init.headers));
    const type = content.headers.get('content-type');
    const sent = request(url, {
      method: init.method,
      agent: false,
      cert,
      key,
      headers: { ...(type !== null && { 'content-type': type }), ...headers },
    });
    sent.end(await content.text());
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const told = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return new Response(new Uint8Array(await buffer(answer)), { status: answer.statusCode!, headers: told });
  };
}
