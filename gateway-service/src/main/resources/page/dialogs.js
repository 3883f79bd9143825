import { byId } from './dom.js';

const NAMES = /[\s,;]+/;

/** Asks with whom to talk, and calls `start({type, memberIds, title})` until that succeeds. */
export function askForConversation(start) {
  const form = byId('create-form');
  const problem = byId('create-problem');
  byId('new').addEventListener('click', () => {
    form.reset();
    problem.textContent = '';
    byId('create').showModal();
    byId('with').focus();
  });
  byId('create-cancel').addEventListener('click', () => byId('create').close());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await start(wanted());
      byId('create').close();
    } catch (failure) {
      problem.textContent = failure.message;
    }
  });
}

function wanted() {
  const memberIds = [...new Set(byId('with').value.split(NAMES).filter((name) => name !== ''))];
  const title = byId('group-title').value.trim();
  return memberIds.length === 1 && title === ''
    ? { type: 'direct', memberIds }
    : { type: 'group', memberIds, title: title || memberIds.join(', ') };
}

/** @returns {Promise<boolean>} whether a message is really to be deleted */
export function confirmDelete() {
  const dialog = byId('confirm');
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
