import { ActivityTab } from '../activity/activity-tab.js';
import { AdviceCount, AdviceTab } from '../advice/advice-tab.js';
import { CodeTab } from '../code/code-tab.js';
import { CredentialsTab } from '../credentials/credentials-tab.js';
import { ExplainTab } from '../explain/explain-tab.js';
import { HistoryTab } from '../history/history-tab.js';
import { authenticationTab } from './authentication.js';
import { generalTab } from './general.js';
import { grantTypesTab } from './grant-types.js';
import { securityTab } from './security.js';
import { type Tab } from './tab.js';

/** The tabs of a client's page in their order: the four sections of its document, then the tools. */
export const tabs: readonly Tab[] = [
  generalTab,
  authenticationTab,
  securityTab,
  grantTypesTab,
  { path: 'advice', title: 'Advice', Panel: AdviceTab, Count: AdviceCount },
  { path: 'credentials', title: 'Credentials', Panel: CredentialsTab },
  { path: 'code', title: 'Code', Panel: CodeTab },
  { path: 'explain', title: 'Explain', Panel: ExplainTab },
  { path: 'activity', title: 'Activity', Panel: ActivityTab },
  { path: 'history', title: 'History', Panel: HistoryTab },
];
