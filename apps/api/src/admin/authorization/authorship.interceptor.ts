import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Observable, from, lastValueFrom } from 'rxjs';
import { Registry } from '../registry.js';
import { authorOf } from './author.js';
import { permissionOf } from './permissions.js';

/** Lets whatever a request writes be recorded in the name of its caller. */
@Injectable()
export class AuthorshipInterceptor implements NestInterceptor {
  constructor(private readonly registry: Registry) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.method === 'GET' || permissionOf(context.getHandler()) === 'public') return next.handle();
    return from(
      this.registry.authorship.inTheNameOf(authorOf(request), () =>
        lastValueFrom(next.handle(), { defaultValue: undefined }),
      ),
    );
  }
}
