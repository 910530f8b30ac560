import { type Template } from '../template.js';
import { financial } from './financial.js';
import { native } from './native.js';
import { serverToServer } from './server-to-server.js';
import { singlePageApplication } from './single-page-application.js';
import { web } from './web.js';

/** Every template, in the order in which the wizard offers them. */
export const templates: readonly Template[] = [web, singlePageApplication, native, serverToServer, financial];
