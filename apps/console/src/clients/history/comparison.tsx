import { useQuery } from '@tanstack/react-query';
import { Changes } from '../../form/changes.js';
import { useCurrentForm } from '../../form/use-document-form.js';
import { Failure } from '../../ui/failure.js';
import { Skeleton } from '../../ui/skeleton.js';
import { useClientPage } from '../page/client-page-context.js';
import { differenceInWords } from './difference-in-words.js';
import { comparisonQuery } from './history-queries.js';

/** What is another value in one revision of the client than in another. */
export function Comparison({ from, to }: { from: number; to: number }) {
  const { client } = useClientPage();
  const { model } = useCurrentForm();
  const { data, error, refetch } = useQuery(comparisonQuery(client.client_id, from, to));
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={3} height={18} />;
  if (data.length === 0) return <p>Every setting has the same value in both.</p>;
  return <Changes changes={data.map((difference) => differenceInWords(model, difference))} />;
}
