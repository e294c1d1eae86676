import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from '../support/api.js';
import { arrives, launch, signedIn, type User, write } from '../support/browser.js';
import { url } from '../support/own-server.js';

let browser: Browser;
let alice: User;
let bob: User;
let group: string;
let chat: string;

beforeAll(async () => {
  browser = await launch();
  const [one, two, three] = (await Promise.all(['alice', 'bob', 'carol'].map((name) => Api.of(url, name)))) as [
    Api,
    Api,
    Api,
  ];
  await one.befriend(two).catch(() => undefined);
  group = await one.group('行政测试群', [two, three]);
  chat = (await one.send({ group_id: group }, 'text', 'welcome')).conversation_id;
  alice = await signedIn(browser, url, 'alice');
  bob = await signedIn(browser, url, 'bob');
  for (const { page } of [alice, bob]) {
    await page.goto(`${url}/#/c/${chat}/info`);
    await arrives(page, 'welcome');
  }
});
afterAll(() => browser.close());

test('a creator mutes all, and a member cannot write until it is undone', async () => {
  const toggle = async () => {
    await alice.page.getByRole('button', { name: '编辑群资料' }).click();
    await alice.page.getByRole('switch', { name: '全员禁言' }).click();
    await alice.page.getByRole('button', { name: '保存', exact: true }).click();
    await alice.page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  await toggle();
  await bob.page.getByText('群主已开启全员禁言').waitFor();
  expect(await bob.page.locator('.composer-text').count()).toBe(0);
  await toggle();
  await bob.page.locator('.composer-text').waitFor();
});

test('a member is offered nothing that he may not do', async () => {
  expect(await bob.page.getByRole('button', { name: '编辑群资料' }).count()).toBe(0);
  expect(await bob.page.getByRole('button', { name: '解散群聊' }).count()).toBe(0);
  await bob.page.getByRole('button', { name: '退出群聊' }).waitFor();
});

test('a mention reaches the one who is named', async () => {
  const area = alice.page.locator('.composer-text');
  await area.click();
  await area.pressSequentially('@bo');
  await alice.page.getByRole('option', { name: 'bob' }).waitFor();
  await area.press('Enter');
  await area.pressSequentially('please look');
  await area.press('Enter');
  await arrives(bob.page, 'please look');
  const list = await (
    await Api.of(url, 'bob')
  ).call<{ type: string; body: unknown; call_uid?: string[] }[]>('getMsgList', { conversation_id: chat });
  expect(list.find(({ body }) => String(body).endsWith('please look'))?.call_uid).toEqual(['bob']);
});

test('one who is expelled while the chat is open sees why he can write no more', async () => {
  await bob.page.locator('.composer-text').fill('I was about to');
  await alice.page.locator('.member', { hasText: 'bob' }).click();
  await alice.page.getByRole('menuitem', { name: '移出群聊' }).click();
  await alice.page.getByRole('dialog').getByRole('button', { name: '移出群聊' }).click();
  await bob.page.getByText('你已不在这个群').waitFor();
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
});

test('he asks to join by the link, an administrator agrees, and he writes again', async () => {
  await (
    await Api.of(url, 'alice')
  )
    .call('updateGroup', { group_id: group, join_option: 'needPermission' })
    .catch(() => undefined);
  await bob.page.goto(`${url}/#/join/${group}`);
  await bob.page.getByRole('button', { name: '加入群聊' }).click();
  await alice.page.goto(`${url}/#/notices`);
  await alice.page.getByRole('button', { name: '同意' }).first().click();
  await bob.page.goto(`${url}/#/c/${chat}`);
  await bob.page.locator('.composer-text').waitFor();
  await write(bob.page, 'back again');
  await alice.page.goto(`${url}/#/c/${chat}`);
  await arrives(alice.page, 'back again');
});

test('a creator dissolves the group by typing its name', async () => {
  await alice.page.goto(`${url}/#/c/${chat}/info`);
  await alice.page.getByRole('button', { name: '解散群聊' }).click();
  const dialog = alice.page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('行政测试群');
  await dialog.getByRole('button', { name: '解散群聊' }).click();
  await bob.page.getByText('群聊已解散').or(bob.page.getByText('你已不在这个群')).first().waitFor();
});
