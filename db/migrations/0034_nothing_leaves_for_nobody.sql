-- A letter with a PIN leaves only while that PIN counts and its account works (D16, D23, P11): what stands in other tables, a check of one row cannot see.
CREATE FUNCTION "letter_leaves_with_a_pin_that_works"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM "credential" JOIN "account" ON "account"."user_number" = "credential"."user_number"
    WHERE "credential"."id" = NEW."credential_id" AND "credential"."voided_at" IS NULL AND "account"."status" = 'active'
  ) THEN
    RAISE EXCEPTION 'a letter leaves only with a PIN that works' USING ERRCODE = 'check_violation', CONSTRAINT = 'letter_leaves_with_a_pin_that_works';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "letter_leaves_with_a_pin_that_works" BEFORE UPDATE OF "status" ON "letter" FOR EACH ROW WHEN (NEW."status" IN ('in-batch', 'posted') AND NEW."status" <> OLD."status") EXECUTE FUNCTION "letter_leaves_with_a_pin_that_works"();
--> statement-breakpoint
-- An account that has ended gets no rights any more.
CREATE FUNCTION "ended_account_gets_no_rights"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "account" WHERE "user_number" = NEW."user_number" AND "status" = 'ended') THEN
    RAISE EXCEPTION 'an account that has ended gets no rights' USING ERRCODE = 'check_violation', CONSTRAINT = 'ended_account_gets_no_rights';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "ended_account_gets_no_rights" BEFORE INSERT OR UPDATE OF "withdrawn_at" ON "authorisation" FOR EACH ROW WHEN (NEW."withdrawn_at" IS NULL) EXECUTE FUNCTION "ended_account_gets_no_rights"();
--> statement-breakpoint
-- A number that is given up is waited for by nobody: when the transaction ends, its account has ended or its request has.
CREATE FUNCTION "nobody_waits_for_a_number_given_up"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM "request" JOIN "account" ON "account"."request_id" = "request"."id"
    WHERE "request"."id" = NEW."request_id" AND "account"."user_number" = NEW."user_number"
      AND "request"."status" = 'fulfilling' AND "account"."status" <> 'ended' AND "account"."number_sent_at" IS NULL
  ) THEN
    RAISE EXCEPTION 'a request waits for a number that was given up' USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_waits_for_a_number_given_up';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "nobody_waits_for_a_number_given_up" AFTER INSERT OR UPDATE OF "outcome" ON "undelivered_number" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW."outcome" = 'ended') EXECUTE FUNCTION "nobody_waits_for_a_number_given_up"();
