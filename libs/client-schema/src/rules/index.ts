import { type Rule } from '../rule.js';
import { jwksByValueOrByReference } from './jwks-by-value-or-by-reference.js';
import { publicClientUsesPkce } from './public-client-uses-pkce.js';

/** Every cross-field rule, in the order in which their faults are told: what grants are, then who may use them. */
export const rules: readonly Rule[] = [jwksByValueOrByReference, publicClientUsesPkce];
