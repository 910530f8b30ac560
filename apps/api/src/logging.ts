import { type Writable } from 'node:stream';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import { type Config } from './configuration/config.js';

/** Names of members that are never written, wherever in a logged object they stand, down to three levels. */
const secretNames = [
  'authorization',
  'cookie',
  'set_cookie',
  'dpop',
  'client_secret',
  'password',
  'secret',
  'token',
  'access_token',
  'refresh_token',
  'id_token',
  'id_token_hint',
  'code',
  'code_verifier',
  'assertion',
  'client_assertion',
  'subject_token',
  'actor_token',
  'request_uri',
];
const secretPaths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** Structured lines on standard output; on a terminal laid out for people. */
export async function createLogger(config: Pick<Config, 'logLevel' | 'logFormat'>, stream?: Writable): Promise<Logger> {
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretPaths, censor: '[redacted]' },
      serializers: { err: describeError, req: describeRequest, res: describeReply },
    },
    await destination(config.logFormat, stream),
  );
}

async function destination(format: Config['logFormat'], stream: Writable | undefined): Promise<DestinationStream> {
  if (format === 'json') return stream ?? pino.destination({ fd: 1, sync: true });
  const { default: pretty } = await import('pino-pretty');
  return pretty({ destination: stream ?? 1, sync: true, translateTime: 'SYS:HH:MM:ss', ignore: 'reqId' });
}

/**
 * An error by its own words. Other properties stay out: errors of database drivers carry the statement and its values,
 * and so the digest of a secret.
 */
export function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'string' ? error : typeof error;
  const { code } = error as NodeJS.ErrnoException;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' && { reason: code }),
    stack: error.stack,
    ...(error.cause !== undefined && depth < 4 && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** Queries hold codes, tokens and names of people, so that only the path is written. */
function describeRequest(request: FastifyRequest): Record<string, unknown> {
  return { method: request.method, path: request.url.split('?', 1)[0], remote_address: request.ip };
}

function describeReply(reply: FastifyReply): Record<string, unknown> {
  return { status: reply.statusCode };
}
