import { SetMetadata } from '@nestjs/common';
import { type AdminScope } from './admin-scopes.js';

/** What a route demands: a scope, or nothing because everybody may call it. */
export type Permission = AdminScope | 'public';

export const permissionKey = 'clientele:permission';

/** The scope an access token must carry to call this route. */
export const RequiresScope = (scope: AdminScope) => SetMetadata(permissionKey, scope);

/** A route that needs no access token. */
export const Public = () => SetMetadata(permissionKey, 'public');
