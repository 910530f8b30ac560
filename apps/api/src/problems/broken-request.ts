import { type Socket } from 'node:net';
import { type ProblemType, problems } from './problem-types.js';

const kinds: Record<string, ProblemType> = {
  HPE_HEADER_OVERFLOW: problems.headersTooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: problems.timeout,
};

interface Answer {
  readonly type: string;
  readonly body: unknown;
}

/**
 * Answers what the HTTP parser itself refuses, before there is a request: odd framing, huge headers, senders that are
 * too slow. The connection is closed, since nobody knows where the next request would begin (RFC 9112 §6.3).
 *
 * @param say how the listener puts it
 */
export function refuseBrokenRequest(
  error: NodeJS.ErrnoException,
  socket: Socket,
  say: (kind: ProblemType) => Answer = (kind) => ({ type: 'application/problem+json', body: kind }),
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const kind = kinds[error.code ?? ''] ?? problems.malformedRequest;
  const answer = say(kind);
  const body = JSON.stringify(answer.body);
  socket.end(
    [
      `HTTP/1.1 ${kind.status} ${kind.title}`,
      `Content-Type: ${answer.type}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
