import { SectionCards } from './section-cards.js';
import { type Tab } from './tab.js';

export const securityTab: Tab = { path: 'security', title: 'Security', section: 'security', Panel: SecurityTab };

function SecurityTab() {
  return <SectionCards section="security" />;
}
