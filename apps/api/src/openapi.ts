/** The description of the admin API, OpenAPI 3.1. */
export async function openApiDocument(): Promise<Record<string, unknown>> {
  return Promise.resolve({ openapi: '3.1.0', info: { title: 'Clientele', version: '0.1.0' }, paths: {} });
}
