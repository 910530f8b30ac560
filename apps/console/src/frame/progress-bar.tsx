import { useIsFetching } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import classes from './frame.module.css';

/** A thin bar at the top while a page is on its way. */
export function ProgressBar() {
  const navigating = useRouterState({ select: ({ status }) => status === 'pending' });
  const loading = useIsFetching({ predicate: ({ state }) => state.status === 'pending' }) > 0;
  return <div className={classes.progress} data-active={navigating || loading || undefined} aria-hidden />;
}
