import { type AuthorizationDetailType, schemaFormats } from '@clientele/client-schema';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats, { type FormatName } from 'ajv-formats';
import { type AuthorizationDetail } from './authorization-detail.js';

// What a schema may be was decided when it was stored, and more strictly than by the schema of schemas.
const ajv = new Ajv2020({ strict: false, ownProperties: true, validateSchema: false });
formats.default(ajv, schemaFormats as FormatName[]);

/** By record: it is another one whenever anything about the server has changed. */
const compiled = new WeakMap<AuthorizationDetailType, ValidateFunction>();

/** What is wrong with a detail of a type, with the way to it; undefined: nothing. */
export function detailFault(detail: AuthorizationDetail, type: AuthorizationDetailType): string | undefined {
  const validate = validatorOf(type);
  if (validate(detail)) return undefined;
  const [first] = validate.errors ?? [];
  return `${first?.instancePath ?? ''} ${first?.message ?? 'is not as the schema says'}`.trim();
}

function validatorOf(type: AuthorizationDetailType): ValidateFunction {
  const known = compiled.get(type);
  if (known) return known;
  const schema = demandsOf(type);
  const validate = ajv.compile(schema);
  // The compiler would keep every schema there ever was.
  ajv.removeSchema(schema);
  compiled.set(type, validate);
  return validate;
}

/** RFC 9396 §5: the type is right, and there is no member that the schema does not know, unless it says otherwise. */
function demandsOf({ type, schema }: AuthorizationDetailType): object {
  const { properties } = schema as { properties?: object };
  return {
    required: ['type'],
    properties: { type: { const: type } },
    allOf: [{ ...schema, properties: { type: true, ...properties } }],
    unevaluatedProperties: false,
  };
}
