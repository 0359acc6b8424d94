CREATE TABLE "flow_life" (
	"request_id" uuid PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"channel" text NOT NULL,
	"segment" text NOT NULL,
	"life" jsonb NOT NULL,
	"received_on" date NOT NULL,
	"decided_on" date,
	"asked_on" date,
	"identified_on" date,
	"closed_on" date
);
--> statement-breakpoint
CREATE TABLE "flow_sum" (
	"grain" text NOT NULL,
	"type" text NOT NULL,
	"channel" text NOT NULL,
	"segment" text NOT NULL,
	"begins" date NOT NULL,
	"measure" text NOT NULL,
	"value" text NOT NULL,
	"amount" integer NOT NULL,
	CONSTRAINT "flow_sum_once" PRIMARY KEY("grain","type","channel","segment","begins","measure","value"),
	CONSTRAINT "flow_sum_is_no_less_than_nothing" CHECK ("flow_sum"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "flow_until" (
	"one" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"position" bigint NOT NULL,
	CONSTRAINT "flow_until_is_one_row" CHECK ("flow_until"."one" = 1)
);
--> statement-breakpoint
CREATE INDEX "flow_received" ON "flow_life" USING btree ("received_on","request_id");--> statement-breakpoint
CREATE INDEX "flow_decided" ON "flow_life" USING btree ("decided_on","request_id") WHERE "flow_life"."decided_on" is not null;--> statement-breakpoint
CREATE INDEX "flow_asked" ON "flow_life" USING btree ("asked_on","request_id") WHERE "flow_life"."asked_on" is not null;--> statement-breakpoint
CREATE INDEX "flow_identified" ON "flow_life" USING btree ("identified_on","request_id") WHERE "flow_life"."identified_on" is not null;--> statement-breakpoint
CREATE INDEX "flow_closed" ON "flow_life" USING btree ("closed_on","request_id") WHERE "flow_life"."closed_on" is not null;