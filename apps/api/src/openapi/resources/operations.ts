import { resource } from '../resource.js';
import { object } from '../shapes.js';

const ok = { schema: 'Status', example: { status: 'ok' } } as const;

export const operations = resource({
  name: 'Operations',
  description: 'What monitoring asks.',
  operations: {
    getHealth: {
      summary: 'Ask whether the process runs',
      description: 'Depends on nothing but the process.',
      answers: { 200: { description: 'It runs.', body: ok } },
    },
    getReadiness: {
      summary: 'Ask whether requests should be sent here',
      description: 'Ready are the database, its schema and the signing keys.',
      answers: { 200: { description: 'Yes.', body: ok } },
      problems: ['unavailable'],
    },
    getMetrics: {
      summary: 'Read the metrics of the process',
      description: 'Counters and histograms in the Prometheus text format.',
      answers: { 200: { description: 'The metrics.', text: 'text/plain' } },
    },
  },
  schemas: {
    Status: object('That it is so.', { status: { type: 'string', enum: ['ok'] } }),
  },
});
