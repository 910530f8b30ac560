import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { type FastifyInstance, type FastifyReply } from 'fastify';

/** The built console; the same two steps up from src/ and from dist/. */
const consoleFiles = fileURLToPath(new URL('../../../../console/dist', import.meta.url));

/** Serves the console and the reference of the API: files, and nothing that depends on who asks. */
export async function servePages(instance: FastifyInstance): Promise<void> {
  await instance.register(fastifyStatic, {
    root: dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json')),
    serve: false,
  });
  serveConsole(instance);
  serveReference(instance);
}

function serveConsole(instance: FastifyInstance): void {
  const hasConsole = existsSync(join(consoleFiles, 'index.html'));
  const page = (reply: FastifyReply): FastifyReply =>
    hasConsole
      ? reply.header('cache-control', 'no-cache').sendFile('index.html', consoleFiles, { cacheControl: false })
      : reply.code(404).type('text/plain').send('The console has not been built.\n');

  instance.get('/console', (_request, reply) => reply.redirect('/console/', 302));
  instance.get('/console/', (_request, reply) => page(reply));
  // File names of the build carry a digest of their content, so they never change.
  instance.get<{ Params: { '*': string } }>('/console/assets/*', (request, reply) =>
    reply.sendFile(`assets/${request.params['*']}`, consoleFiles, { maxAge: '365d', immutable: true }),
  );
  // Every other address below /console/ is one of the console's own: it reads it when it has started.
  instance.get<{ Params: { '*': string } }>('/console/*', (request, reply) => {
    const name = request.params['*'];
    return /\.[a-z0-9]+$/i.test(name) && existsSync(join(consoleFiles, name.replaceAll('..', '')))
      ? reply.header('cache-control', 'no-cache').sendFile(name, consoleFiles, { cacheControl: false })
      : page(reply);
  });
}

const referencePage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Clientele API reference</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
    <link rel="icon" href="/docs/favicon-32x32.png">
  </head>
  <body>
    <div id="reference"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/reference.js"></script>
  </body>
</html>
`;

// The validator badge would send the address of the document to a third party.
const referenceScript = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
});
`;

const referenceFiles = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

function serveReference(instance: FastifyInstance): void {
  instance.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(referencePage));
  instance.get('/docs/reference.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(referenceScript),
  );
  for (const name of referenceFiles) {
    instance.get(`/docs/${name}`, (_request, reply) => reply.sendFile(name, { maxAge: '1d' }));
  }
}
