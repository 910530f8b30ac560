import { type Condition, intersects } from './conditions.js';
import { interactiveGrantTypes } from './vocabulary.js';

/** Where a setting is about the authorization endpoint, or about the users who sign in there. */
export const hasUsers: Condition = intersects('grant_types', ...interactiveGrantTypes);

/** Whether users sign in for a client with these grant types. */
export function isInteractive(grant_types: readonly string[]): boolean {
  return interactiveGrantTypes.some((type) => grant_types.includes(type));
}
