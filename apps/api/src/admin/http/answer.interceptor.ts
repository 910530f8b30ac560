import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Readable } from 'node:stream';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Observable, map } from 'rxjs';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { permissionOf } from '../authorization/permissions.js';
import { Json, inJson } from './json.js';
import { entityTag, matchesAny } from './preconditions.js';
import { Page, Stored } from './stored.js';
import { Streamed, asksForOther } from './streamed.js';

/** Writes what every answer of the admin API has in its headers: ETag, Location, Link and Cache-Control. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const handler = context.getHandler();
    const isReadable = asksForOther(request, handler) || acceptsJson(request.headers.accept);
    if (permissionOf(handler) !== 'public' && !isReadable) {
      throw new Problem(problems.notAcceptable, { detail: 'Answers are application/json.' });
    }
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
        // Nest answers every POST with 201; only what has an address of its own was created.
        if (reply.statusCode === 201) void reply.status(200);
        if (answer instanceof Stored) return storedAnswer(answer, request, reply);
        if (answer instanceof Streamed) return streamedAnswer(answer, reply);
        if (answer instanceof Page) return pageAnswer(answer, request, reply);
        return answer;
      }),
    );
  }
}

/** RFC 9110 §12.5.1, as far as a server with one representation needs it. */
function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined || accept.trim() === '') return true;
  return accept.split(',').some((range) => {
    const type = range.split(';', 1)[0]!.trim().toLowerCase();
    return ['*/*', 'application/*', 'application/json', 'application/problem+json'].includes(type);
  });
}

function storedAnswer(stored: Stored<unknown>, request: FastifyRequest, reply: FastifyReply): unknown {
  void reply.header('etag', entityTag(stored.revision));
  if (stored.created !== undefined) void reply.status(201).header('location', stored.created);
  const seen = request.headers['if-none-match'];
  if (request.method === 'GET' && seen !== undefined && matchesAny(seen, stored.revision)) {
    void reply.status(304);
    return undefined;
  }
  return stored.document instanceof Json ? written(stored.document.text, reply) : stored.document;
}

function streamedAnswer(streamed: Streamed, reply: FastifyReply): Readable {
  void reply.type(streamed.mediaType).headers(streamed.headers);
  return streamed.toStream();
}

/** RFC 8288 §3.3: the address of the following page. */
function pageAnswer({ items, next, total }: Page<unknown>, request: FastifyRequest, reply: FastifyReply): string {
  if (next !== null) {
    const [path, query] = request.url.split('?', 2);
    const parameters = new URLSearchParams(query);
    parameters.set('after', next);
    void reply.header('link', `<${path}?${parameters.toString()}>; rel="next"`);
  }
  return written(`{"items":[${items.map(inJson).join(',')}],"next":${inJson(next)},"total":${inJson(total)}}`, reply);
}

/** What is in JSON already. */
function written(json: string, reply: FastifyReply): string {
  void reply.type('application/json; charset=utf-8');
  return json;
}
