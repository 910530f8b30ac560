import { ours } from '@clientele/client-schema';
import { styles } from '../pages/styles.js';
import { type Endpoint } from './endpoint.js';

/** The style sheet of the pages. */
export const assets: Endpoint = {
  path: '/assets/pages.css',
  spec: ours('sign-in'),
  methods: ['GET', 'HEAD'],
  answers: 'page',
  cors: 'none',
  handle: async () => ({
    status: 200,
    headers: {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'x-content-type-options': 'nosniff',
    },
    body: styles,
  }),
};
