// Who may do what where. Admins of some projects see what concerns these.
import type { MemberJson } from '../api/admin-shapes.ts';
import { isAdminOfAll } from '../api/session.ts';
import { useResource } from '../live/resource.ts';
import { t } from '../locale/texts.ts';
import { Notes } from '../parts/notes.tsx';
import { Empty, Loaded } from '../parts/notice.tsx';
import { Outside } from '../parts/text-of-event.tsx';
import { At } from '../parts/when.tsx';

export function PeoplePage() {
  const { data, problem } = useResource<{ members: readonly MemberJson[] }>(
    '/api/v1/members',
    () => false,
  );
  const people = data?.members ?? [];
  return (
    <>
      <h1>{t('page-people')}</h1>
      <p class="hint">{t('people-about')}</p>
      <Loaded isLoaded={data !== undefined} problem={problem}>
        {people.length === 0 ? (
          <Empty>{t('people-none')}</Empty>
        ) : (
          <ul class="rows">
            {people.map((member) => (
              <PersonRow key={member.user_id} member={member} />
            ))}
          </ul>
        )}
      </Loaded>
    </>
  );
}

function PersonRow({ member }: { readonly member: MemberJson }) {
  const { user_id, name, roles, is_named_admin, known_as = [], since } = member;
  return (
    <li class="row person-row">
      <div class="row-main">
        <p class="row-title">
          <Outside text={name === '' ? String(user_id) : name} />
        </p>
        <Notes
          facts={[
            name !== '' && <code>{user_id}</code>,
            ...known_as.map((id) => (
              <code key={id}>
                <Outside text={id} />
              </code>
            )),
            is_named_admin && (
              <>
                {t('person-named-in')} <code>ADMIN_USER_IDS</code>
              </>
            ),
            isAdminOfAll() && since !== undefined && (
              <>
                {t('person-since')} <At at={since} />
              </>
            ),
          ]}
        />
      </div>
      <ul class="tags">
        {roles.map(({ role, project_id }) => (
          <li key={`${role} ${project_id ?? ''}`} class="tag">
            {t(`role-${role}`)} ·{' '}
            {project_id === undefined ? t('all-projects') : <Outside text={project_id} />}
          </li>
        ))}
      </ul>
    </li>
  );
}
