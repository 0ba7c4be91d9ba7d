"""Everything that is said while something is done for a customer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from custom_desk import Desk
from custom_shop import NOW, order_number
from form_desk import Doing

from actions.dialogue.turn import SaidDate
from actions.forms.cancel_return import after_cancelling
from actions.forms.return_draft import REASONS
from actions.replies.reply import Reply, Utterance
from actions.replies.return_case import Case

#: Days since the order, the item's window, whether it is marked, and days since reception.
WINDOWS = [(1, None, True, 0), (90, None, True, 0), (91, None, True, 0), (1, 7, True, None), (1, None, False, 0)]
OTHER = frozenset({"customer_number"})


def about_cancelling(desk: Desk) -> Iterator[Reply]:
    """A return is cancelled, in every way that this can go."""
    desk.verified("ana")
    form = Doing(desk, "cancel_return_form")
    form.begin(number="R1004")
    form.answer("no, R2002", "deny", number="R2002", told_now=OTHER)
    form.answer("what", "give_details")
    form.press("/affirm", offer_key="another")
    late = Doing(desk.at(NOW + timedelta(hours=2)), form.form, {**form.slots, "confirmed": None})
    late.finish()
    late.ask()
    down = Doing(desk.without_store(), form.form, {**form.slots, "confirmed": form.key})
    down.finish()
    changed = Doing(desk, form.form, {**form.slots, "confirmed": "another"})
    changed.finish()
    slots, key = form.slots, form.key
    form.press("/affirm", offer_key=key)
    again = Doing(desk, form.form, {**slots, "confirmed": key})
    again.finish()
    for each in (form, late, down, changed, again):
        yield from each.replies
    yield Doing(desk, "cancel_return_form").finish()
    yield from _afterwards(desk)


def about_hand_ins(desk: Desk) -> Iterator[Reply]:
    """A hand-in is told, in every way that this can go."""
    desk.verified("ana")
    yield desk.reply("action_parcel", "report_not_marked_returned", number="R1003")
    for date in ("Saturday 9 October", "1 October", "31 February", "tomorrow", "yesterday"):
        form = Doing(desk, "drop_off_form")
        form.begin(number="R1003", date=date)
        yield from form.replies
    yield desk.reply("action_parcel", "report_not_marked_returned", number="R1003", date="yesterday")
    form.press("/button_choose", choice="none")
    form.answer("LP00999888", "give_details", tracking_number="LP00999888")
    slots, key = form.slots, form.key
    form.press("/affirm", offer_key=key)
    again = Doing(desk, form.form, {**slots, "confirmed": key})
    again.finish()
    yield from (*form.replies, *again.replies)
    yield desk.reply("action_begin_report_drop_off", "button_report_drop_off", number="R1001")
    for days, date in ((0, "yesterday"), (18, "5 October")):
        form = Doing(desk.at(NOW + timedelta(days=days)).verified("ana"), "drop_off_form")
        form.begin(number="R1005", date=date)
        yield from form.replies
    yield from _once_told(desk)


def _once_told(desk: Desk) -> Iterator[Reply]:
    """What is said of R1005, which was told to be handed in, until that is taken back; and where others know better."""
    parcel, intent = "action_parcel", "report_not_marked_returned"
    still_here = SaidDate("", NOW, "not")
    form = Doing(desk, "drop_off_form")
    form.begin(number="R1005", date="yesterday")
    form.press("/button_choose", choice="none")
    form.press("/affirm", offer_key=form.key)
    for shown in (desk, desk.with_cards()):
        yield shown.reply("action_return_status", "ask_return_status", number="R1005")
        yield shown.reply("action_deadlines", "ask_deadlines", number="R1005")
    for wish in ("ask_cancel_return", "ask_amend_return"):
        yield desk.reply("action_cancel_or_change", wish, number="R1005")
    yield desk.at(NOW + timedelta(days=18)).verified("ana").reply("action_refund", "ask_refund_time", number="R1005")
    yield desk.reply(parcel, intent, number="R1005", date=SaidDate("Friday", NOW, "ahead"))
    yield desk.reply(parcel, intent, number="R1005", date=still_here)
    for number in ("R1001", "R1007"):
        yield desk.reply(parcel, intent, number=number, date=still_here, told_now=OTHER)


def about_requests(desk: Desk) -> Iterator[Reply]:
    """A return is asked for and changed, in every way that this can go."""
    order = order_number(80001)
    desk.verified("hana")
    yield desk.reply("action_how_to_return", "ask_how_to_return")
    yield desk.reply("action_begin_start_return", "button_start_return", number=order_number(80002))
    yield Doing(
        desk,
        "start_return_form",
        desk.reply("action_begin_start_return", "button_start_return", number=order_number(80002)).slots,
    ).ask()
    form = Doing(desk, "start_return_form")
    form.begin(number=order)
    form.answer("the speaker")
    form.answer("can only one of them go back?")
    form.answer("what would I get back for it?", "ask_refund_amount")
    form.answer("its knob wobbles when turned", "report_item_problem")
    yield from form.replies
    form = Doing(desk, "start_return_form")
    form.begin(number=order)
    form.answer("99")
    form.answer("the speaker")
    form.answer("hm", "give_details")
    form.answer("yes, send it", "affirm")
    for reason in REASONS:
        form.slots = {**form.slots, "return_reason": None}
        form.press("/button_choose", choice=reason)
    form.answer("no", "deny")
    answered(form, "the speaker")
    for reason in REASONS:
        form.press("/button_choose", choice="change_reason")
        form.press("/button_choose", choice=reason)
    yield from _finished_twice(desk, form)
    number = desk.services.store.of_session(desk.session, desk.now).returns_of_order(order)[0].number
    yield from _several_pieces(replace(desk, session="nell").verified("nell"))
    # The rest travels at the customer's own cost, or with the first return.
    rest = Doing(desk, "start_return_form")
    rest.begin(number=order)
    answered(rest, "the jacket")
    yield from rest.replies
    in_chat = desk.with_cards()
    here = Doing(in_chat, "start_return_form")
    here.begin(number=order)
    yield from _finished_twice(in_chat, answered(here, "the jacket"))
    later = desk.at(NOW + timedelta(days=11)).verified("hana")
    yield later.reply("action_begin_amend_return", "button_amend_return", number=number)
    change = Doing(desk.verified("hana"), "amend_return_form")
    change.begin(number=number)
    yield from _finished_twice(desk, answered(change, "all"))
    (newest, *_) = desk.services.store.of_session(desk.session, desk.now).returns_of_order(order)
    change = Doing(in_chat.verified("hana"), "amend_return_form")
    change.begin(number=newest.number)
    answered(change, "all").press("/button_choose", choice="change_reason")
    change.press("/button_choose", choice="damaged")
    yield from _finished_twice(in_chat, change)
    for customer, ending in (("iris", 90001), ("ben", 20004)):
        yield (
            replace(desk, session=customer)
            .verified(customer)
            .reply("action_begin_start_return", "button_start_return", number=order_number(ending))
        )


def _several_pieces(desk: Desk) -> Iterator[Reply]:
    """Some pieces of a line, two lamps of which one is meant, and items that were named before the form began."""
    for said, wish in (("the lamp", ""), ("both mugs and the lamp", ""), ("", "I want to return one of the mugs")):
        form = Doing(desk, "start_return_form")
        form.begin(number=order_number(98001), said=wish)
        yield from (answered(form, said) if said else form).replies


def answered(form: Doing, items: str) -> Doing:
    """A form in which every question but the last has been answered."""
    form.answer(items)
    if form.requested == "return_reason":
        form.press("/button_choose", choice="other")
    form.press("/button_choose", choice="right")
    for service in ("free_qr", "free_label", "paid"):
        if form.requested == "return_service":
            form.press("/button_choose", choice=service)
    form.answer("Hm")
    form.answer("It does not look as I expected.")
    return form


def _finished_twice(desk: Desk, form: Doing) -> Iterator[Reply]:
    """The form's end, and the same confirmation once more."""
    slots, key = form.slots, form.key
    form.press("/affirm", offer_key=key)
    again = Doing(desk, form.form, {**slots, "confirmed": key})
    again.finish()
    yield from (*form.replies, *again.replies)


def _afterwards(desk: Desk) -> Iterator[Reply]:
    """What follows a cancellation, by the windows of the items."""
    records = desk.services.store.of_session(desk.session, NOW)
    found, customer = records.return_request("R1002"), records.customer()
    assert found is not None
    assert customer is not None
    for ordered, window, free, received in WINDOWS:
        arrived = None if received is None else NOW - timedelta(days=received)
        item = replace(found.items[0], return_window_days=window, free_returns=free)
        order = replace(found.order, placed_at=NOW - timedelta(days=ordered), received_at=arrived)
        case = Case(replace(found, items=(item,), order=order), customer, NOW)
        values = {
            "return_number": found.number,
            "order_number": order.number,
            "titles": item.title,
            "amount": "€12.50",
            "after": after_cancelling(case, desk.services.facts),
        }
        yield Reply((Utterance("utter_confirm_cancel", values, because="request.cancel"),))
