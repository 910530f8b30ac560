import { ours } from '@clientele/client-schema';
import { type ProtocolResponse } from '../http.js';
import { areaStyles } from '../pages/area-styles.js';
import { styles } from '../pages/styles.js';
import { type Endpoint } from './endpoint.js';

const common = { spec: ours('sign-in'), methods: ['GET', 'HEAD'], answers: 'page', cors: 'none' } as const;

/** The style sheet of the pages. */
export const assets: Endpoint = { ...common, path: '/assets/pages.css', handle: async () => css(200, styles) };

/** What a template area changes of it. */
export const areaAssets: Endpoint = {
  ...common,
  path: '/assets/areas/',
  prefix: true,
  async handle({ request, registry }) {
    const { template_areas } = await registry.server();
    const area = template_areas.find(({ id }) => `/assets/areas/${encodeURIComponent(id)}.css` === request.path);
    return area ? css(200, areaStyles(area)) : css(404, '');
  },
};

function css(status: number, body: string): ProtocolResponse {
  return {
    status,
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': status === 200 ? 'public, max-age=3600' : 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body,
  };
}
