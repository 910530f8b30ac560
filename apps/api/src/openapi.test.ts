import { describe, expect, it } from 'vitest';
import { openApiDocument } from './openapi.js';

interface Operation {
  operationId: string;
  summary: string;
  description: string;
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: unknown; example: unknown }> }>;
  requestBody?: { content: Record<string, { schema: unknown; example: unknown }> };
}

describe('the OpenAPI document', async () => {
  const document = (await openApiDocument()) as {
    paths: Record<string, Record<string, Operation>>;
    components: Record<string, Record<string, unknown>>;
  };
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));

  it('names each operation once, by a verb', () => {
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names)
      expect(name).toMatch(
        /^(create|list|get|replace|patch|delete|restore|rotate|end|revoke|lint|explain|freeze|thaw|register)[A-Z]/,
      );
  });

  it('says of each what it does, with examples, and that its refusals are problems', () => {
    for (const { operationId, summary, description, responses, requestBody } of operations) {
      expect(summary, operationId).not.toBe('');
      expect(description.length, operationId).toBeGreaterThan(10);
      expect(responses['500']?.$ref, operationId).toBe('#/components/responses/internal');
      for (const content of [requestBody?.content, ...Object.values(responses).map((response) => response.content)]) {
        for (const [type, body] of Object.entries(content ?? {})) {
          expect(body.schema, `${operationId} ${type}`).toBeDefined();
          if (type.includes('json')) expect(body.example, `${operationId} ${type}`).toBeDefined();
        }
      }
    }
  });

  it('refers to nothing that is not there', () => {
    for (const [, kind, name] of JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
      expect(document.components[kind!], `${kind}/${name}`).toHaveProperty(name!);
    }
  });

  it('comes out the same each time', async () => {
    expect(await openApiDocument()).toEqual(document);
  });
});
