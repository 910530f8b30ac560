import { type AnyResource, recordTypeOf } from '@clientele/client-schema';

/** What the API calls the operations and shapes of a resource. */
export interface ResourceNames {
  /** Of one record: `AccessTokenManager`. */
  readonly type: string;
  /** The names of the handlers, which are the operationIds. */
  readonly operations: Readonly<Record<'create' | 'list' | 'get' | 'replace' | 'patch' | 'delete', string>>;
}

export function resourceNames(resource: AnyResource): ResourceNames {
  const type = pascalCase(recordTypeOf(resource));
  return {
    type,
    operations: {
      create: `create${type}`,
      list: `list${pascalCase(resource.name)}`,
      get: `get${type}`,
      replace: `replace${type}`,
      patch: `patch${type}`,
      delete: `delete${type}`,
    },
  };
}

function pascalCase(words: string): string {
  return words
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
