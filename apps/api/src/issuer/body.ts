import { type IncomingMessage } from 'node:http';

export class BodyTooLarge extends Error {}

/**
 * The whole body as text, RFC 6749 Appendix B: UTF-8.
 * @param limit octets
 * @throws BodyTooLarge as soon as that is known
 */
export function readBody(request: IncomingMessage, limit: number): Promise<string> | string {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  // RFC 9112 §6.3: without either there is no body.
  if (encoding === undefined && length === '0') return '';
  if (Number(length) > limit) throw new BodyTooLarge();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else {
        request.pause();
        reject(new BodyTooLarge());
      }
    });
    request.on('end', () => resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString()));
    request.on('error', reject);
  });
}
