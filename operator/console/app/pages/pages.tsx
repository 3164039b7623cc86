import {
  IconActivity,
  IconClipboardList,
  IconMailOff,
  IconPlayerPause,
  IconRoute,
  type Icon,
} from '@tabler/icons-react';
import { Route, Switch } from 'wouter';
import { pagePaths } from '../../protocol/page-paths.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { DeadLetterPage } from './dead-letters/dead-letter-page.tsx';
import { GroupsPage } from './dead-letters/groups-page.tsx';
import { ListPage } from './dead-letters/list-page.tsx';
import { OverviewPage } from './overview/overview-page.tsx';
import { RunPage } from './runs/run-page.tsx';
import { RunsPage } from './runs/runs-page.tsx';
import { TracePage } from './trace/trace-page.tsx';
import { WorkersPage } from './workers/workers-page.tsx';

/** What can be gone to from anywhere. */
export const PAGES: readonly { readonly path: string; readonly name: string; readonly icon: Icon }[] = [
  { path: pagePaths.overview, name: 'Overview', icon: IconActivity },
  { path: pagePaths.groups, name: 'Dead letters', icon: IconMailOff },
  { path: pagePaths.trace, name: 'Trace', icon: IconRoute },
  { path: pagePaths.runs, name: 'Runs', icon: IconClipboardList },
  { path: pagePaths.workers, name: 'Workers', icon: IconPlayerPause },
];

export function Pages() {
  return (
    <Switch>
      <Route path={pagePaths.overview}>{guarded(<OverviewPage />)}</Route>
      <Route path={pagePaths.groups}>{guarded(<GroupsPage />)}</Route>
      <Route path={pagePaths.list}>{guarded(<ListPage />)}</Route>
      <Route path={pagePaths.deadLetter}>
        {({ worker, eventId }) => guarded(<DeadLetterPage key={`${worker}/${eventId}`} id={`${worker}/${eventId}`} />)}
      </Route>
      <Route path={pagePaths.trace}>{guarded(<TracePage />)}</Route>
      <Route path={pagePaths.runs}>{guarded(<RunsPage />)}</Route>
      <Route path={pagePaths.run}>{({ run }) => guarded(<RunPage key={run} run={run} />)}</Route>
      <Route path={pagePaths.workers}>{guarded(<WorkersPage />)}</Route>
      <Route>
        <EmptyState title="There is no such page" />
      </Route>
    </Switch>
  );
}

const guarded = (page: React.ReactNode) => <ErrorBoundary>{page}</ErrorBoundary>;
