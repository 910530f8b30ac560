import { instant } from '../adapters/client-rows.js';
import { type RevisedRow } from '../entities/revised.js';
import { type Revised } from '../records.js';

export function toRevised({ revision, updated_at, updated_by }: RevisedRow): Revised {
  return { revision, updated_at: instant(updated_at), updated_by };
}
