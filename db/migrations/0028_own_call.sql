-- Nobody approves what they reported themselves (P5): who took an urgent call is not one of those who approve the request that comes of it, nor the one that
-- it is answered together with. The call stands in a table of its own, so that a check of one row cannot see it.
CREATE FUNCTION "nobody_approves_own_call"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM "urgent_call" AS "call"
    WHERE "call"."taken_by" IN (NEW."decided_by", NEW."second_by")
      AND ("call"."request_id" = NEW."id" OR "call"."request_id" IN (SELECT "request_id" FROM "request_joining" WHERE "kept_id" = NEW."id" AND "parted_at" IS NULL))
  ) THEN
    RAISE EXCEPTION 'nobody approves a request that they took the call of' USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_approves_own_call';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "nobody_approves_own_call" BEFORE INSERT OR UPDATE OF "decision", "decided_by", "second_by" ON "request" FOR EACH ROW WHEN (NEW."decision" = 'approve') EXECUTE FUNCTION "nobody_approves_own_call"();
