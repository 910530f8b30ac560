import { type Readable } from 'node:stream';
import { type ExecutionContext, SetMetadata, createParamDecorator } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';

/** An answer that is written while it is made. */
export abstract class Streamed {
  /** The headers that it needs, beyond its media type. */
  readonly headers: Readonly<Record<string, string>> = {};
  abstract readonly mediaType: string;
  abstract toStream(): Readable;
}

const otherType = 'clientele:other-media-type';

/** Marks a route that answers another media type than JSON to those who name it. */
export const AlsoAnswers = (mediaType: string) => SetMetadata(otherType, mediaType);

/** Whether a request asks for the other media type of its route: it must name it, as answers are JSON by default. */
export function asksForOther({ headers: { accept = '' } }: Pick<FastifyRequest, 'headers'>, handler: object): boolean {
  const mediaType = Reflect.getMetadata(otherType, handler) as string | undefined;
  return accept.split(',').some((range) => range.split(';', 1)[0]!.trim().toLowerCase() === mediaType);
}

/** Whether the request asks for the other media type of its route. */
export const WantsOther = createParamDecorator((_: unknown, context: ExecutionContext): boolean =>
  asksForOther(context.switchToHttp().getRequest<FastifyRequest>(), context.getHandler()),
);
